"""What is counted: steps by line, objects, looping calls, and who stops it."""

import functools
import gc
import sys
import types
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from grader.sandbox.counting_lines import is_theirs, text_of
from grader.sandbox.counting_objects import peak_objects
from grader.sandbox.counting_steps import count_steps

FILE = "answer.py"
BUILTINS = ("sum", "min", "max", "sorted", "any", "all")
SOURCE = """
import functools
import operator
import sys
import numpy as np

def loop(n):
    total = 0
    for i in range(n):
        total += i
    return total

def inside(n):
    return sum([i * i for i in range(n)])

def lazily(n):
    return sum(i * i for i in range(n))

def elsewhere(n):
    return np.array_equal(np.ones(n), np.ones(n))

def made(n):
    names = {}
    exec("def f(n):\\n    for i in range(n):\\n        pass", names)
    names["f"](n)

def sifts(n):
    kept = {}
    for i in range(n):
        if i % 2:
            kept[i] = i

def raises(n):
    raise ValueError(n)

def off(n):
    sys.settrace(None)

def off_and_on(n):
    tracer = sys.gettrace()
    sys.settrace(None)
    sys.settrace(tracer)

def unprofiled(n):
    sys.setprofile(None)

def list_of(n):
    kept = list(map(float, range(n)))
    return len(kept)

def calls(x):
    np.vectorize(float)(x)
    np.apply_along_axis(np.sum, 0, x)
    list(np.ndenumerate(x))
    list(np.ndindex(x.shape))
    np.fromiter(x, float)
    np.frompyfunc(float, 1, 1)(x)
    functools.reduce(operator.add, x)
    return sum(x.tolist()), min(x), max(x), sorted(x), any(x), all(x)

def apply_along_axis(x):
    return x

def no_calls(x):
    apply_along_axis(x)
    np.fromfunction(lambda i: i, x.shape)
    return np.add.reduce(x) + x.sum() + np.sum(x) + x.max()
"""


@pytest.fixture
def module() -> types.ModuleType:
    """A submission, imported as a worker imports it."""
    made = types.ModuleType("answer")
    made.__file__ = FILE
    exec(compile(SOURCE, FILE, "exec"), made.__dict__)  # noqa: S102 - our own source
    return made


@pytest.fixture
def steps(module: types.ModuleType) -> Callable[[str, int], Counter[int]]:
    """Count the steps of a function, by line, once it is warm."""

    def count(name: str, size: int) -> Counter[int]:
        function = functools.partial(getattr(module, name), size)
        function()
        return count_steps(function, FILE)[0]

    return count


def line_with(text: str) -> int:
    """Return the number of the line of the submission with a text."""
    return next(n for n, line in enumerate(SOURCE.splitlines(), 1) if text in line)


def growing(small: Counter[int], large: Counter[int]) -> list[int]:
    """Return the lines that run more steps."""
    return sorted((large - small).keys())


Steps = Callable[[str, int], Counter[int]]


def test_steps_are_counted_by_line(steps: Steps) -> None:
    """The loop and what it runs, but not what stands around it."""
    found = growing(steps("loop", 8), steps("loop", 64))

    header = line_with("for i in range(n):")
    assert [header, header + 1] == found


@pytest.mark.parametrize(
    ("name", "text"),
    [("inside", "sum([i * i"), ("lazily", "sum(i * i")],
    ids=["comprehension", "generator"],
)
def test_steps_inside_brackets_count(steps: Steps, name: str, text: str) -> None:
    """A frame of its own, or none: they belong to their line."""
    assert [line_with(text)] == growing(steps(name, 8), steps(name, 64))


def test_steps_grow_evenly(steps: Steps) -> None:
    """Twice as many rows are twice as many steps."""
    one, two, three = (sum(steps("loop", n).values()) for n in (10, 20, 30))

    assert two - one == three - two > 0


def test_a_jump_without_a_line_counts(steps: Steps) -> None:
    """Where a loop ends in an `if`, Python 3.11 gives the jump back no line."""
    found = steps("sifts", 8)

    assert all(isinstance(line, int) for line in found)
    assert sum(steps("sifts", 9).values()) > sum(found.values())


def test_steps_of_libraries_do_not_count(steps: Steps) -> None:
    """Only lines of the submission's file are there."""
    assert {line_with("np.array_equal")} == set(steps("elsewhere", 8))


def test_steps_of_code_that_code_made_count(steps: Steps) -> None:
    """Under no line: it stands in no file."""
    assert [0] == growing(steps("made", 8), steps("made", 64))


def test_tracing_is_as_it_was(module: types.ModuleType) -> None:
    """Also where the code raises."""
    before = sys.gettrace(), sys.getprofile(), gc.isenabled()

    with pytest.raises(ValueError, match=r"^3$"):
        count_steps(lambda: module.raises(3), FILE)
    with pytest.raises(ValueError, match=r"^3$"):
        peak_objects(lambda: module.raises(3), FILE)

    assert before == (sys.gettrace(), sys.getprofile(), gc.isenabled())


@pytest.mark.parametrize(
    ("name", "disturbed"),
    [("loop", False), ("off", True), ("off_and_on", True), ("unprofiled", True)],
)
def test_switching_the_tracer_is_noticed(
    module: types.ModuleType, name: str, *, disturbed: bool
) -> None:
    """Also where it is switched on again at once."""
    _, found = count_steps(lambda: getattr(module, name)(3), FILE)

    assert disturbed == found


def test_taking_the_profile_away_is_noticed(module: types.ModuleType) -> None:
    """Objects would go uncounted."""
    assert peak_objects(lambda: module.unprofiled(3), FILE).disturbed
    assert not peak_objects(lambda: module.loop(3), FILE).disturbed


def test_objects_are_counted_where_they_are_held(module: types.ModuleType) -> None:
    """A thousand floats, though Python keeps some freed ones for itself."""
    few = peak_objects(lambda: module.list_of(500), FILE)
    many = peak_objects(lambda: module.list_of(1500), FILE)

    assert 950 <= many.most - few.most <= 1050
    assert line_with("return len(kept)") == many.line


def test_objects_that_were_there_do_not_count(module: types.ModuleType) -> None:
    """Nor do those of a call without any, once our own code is warm."""
    peak_objects(lambda: module.loop(1), FILE)

    assert peak_objects(lambda: module.loop(1), FILE).most < 20


def test_collection_stays_off(module: types.ModuleType) -> None:
    """Where it was off."""
    gc.disable()
    try:
        peak_objects(lambda: module.loop(3), FILE)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_looping_calls_are_named(module: types.ModuleType) -> None:
    """By the line and the name that the student wrote."""
    x = np.arange(4.0)
    first, last = line_with("np.vectorize"), line_with("return sum(x.tolist())")

    found = peak_objects(lambda: module.calls(x), FILE).calls

    assert found == {
        (first, "np.vectorize"),
        (first + 1, "np.apply_along_axis"),
        (first + 2, "np.ndenumerate"),
        (first + 3, "np.ndindex"),
        (first + 4, "np.fromiter"),
        (first + 5, "np.frompyfunc"),
        (first + 6, "functools.reduce"),
        (last, "tolist"),
        *((last, f"the built-in {name}") for name in BUILTINS),
    }


def test_calls_that_do_not_loop_are_not_named(module: types.ModuleType) -> None:
    """np.add.reduce is another reduce, np.fromfunction calls once, one is theirs."""
    x = np.arange(4.0)

    assert set() == peak_objects(lambda: module.no_calls(x), FILE).calls


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        (FILE, True),
        ("<string>", True),
        (np.__file__, False),
        ("<frozen importlib._bootstrap>", False),
    ],
)
def test_a_whole_path_is_a_librarys(name: str, *, is_so: bool) -> None:
    """A submission is compiled under its bare name."""
    assert is_so == is_theirs(name)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("    x = 1\n", "x = 1"),
        ("    " + "x" * 200, "x" * 200),
        ("    " + "x" * 201, "x" * 196 + " ..."),
    ],
    ids=["short", "just fits", "too long"],
)
def test_a_long_line_is_cut(
    monkeypatch: pytest.MonkeyPatch, line: str, text: str
) -> None:
    """A message has 80 columns, and says that there is more."""
    monkeypatch.setattr("linecache.getline", lambda *_: line)

    assert text == text_of(3, FILE)
    assert "" == text_of(0, FILE)
