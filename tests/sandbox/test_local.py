"""What the worker's own code does with a request, seen in a thread."""

import numpy as np
import pytest

from grader.checks import fetch, generator, live, quiet, resident, same, support
from grader.errors import (
    BadOutput,
    CheckFailed,
    MemoryExceeded,
    NameMissing,
    NotStarted,
    StudentException,
)
from grader.sandbox.handles import Method
from grader.sandbox.messages import Answer, Value
from grader.sandbox.session import Module
from tests.sandbox.threads import Local, local

__all__ = ["local"]

SOURCE = """
import collections
import numpy as np

Point = collections.namedtuple("Point", "x y")

class Count(int):
    pass

class Table:
    def __init__(self):
        self.cells = {}
        self.items = [1, {"a": 2}]
        self.count = 0

    def __setitem__(self, key, value):
        self.cells[key] = value

    def __getitem__(self, key):
        return self.cells[key]

    def __iter__(self):
        return iter(self.cells.values())

    def step(self):
        self.count += 1

def ordered():
    return collections.OrderedDict(a=1), collections.defaultdict(list, a=[1])

def point():
    return Point(1, 2)

def count():
    return Count(3)

def grow(items, table, x):
    items.append(x)
    items[0] = np.zeros(2)
    table.clear()
    table["x"] = x
    x += 1

def keyed(*, x, y=2):
    return x + y

def todo():
    raise NotImplementedError("1.1 todo")

def hungry():
    raise MemoryError("no")

def infinite():
    return np.exp(np.full(2, 1e4))

def whole(function):
    return [function(i, key=np.ones(i)) for i in range(2)]

def swallow(function):
    try:
        return function()
    except Exception as error:
        return type(error).__name__

def draw(rng):
    return rng.random(2)

def endless():
    while True:
        yield 1

def bad_text():
    raise Rude

class Rude(Exception):
    def __str__(self):
        return 1 / 0

def same_array(x, y):
    return x is y

def number(kind):
    return {"a": 1}[kind]
"""


@pytest.fixture
def student(local: Local) -> Module:
    """The source in a thread."""
    return local(SOURCE)


def test_dicts_of_collections_and_named_tuples_come_as_plain_ones(
    student: Module,
) -> None:
    """A student may well use them."""
    assert ({"a": 1}, {"a": [1]}) == student.ordered()
    assert (1, 2) == student.point()
    assert tuple is type(student.point())


def test_a_subclass_of_a_number_does_not_cross(student: Module) -> None:
    """It could answer anything."""
    with pytest.raises(BadOutput) as caught:
        student.count()

    assert str(caught.value) == (
        "expected arrays, numbers or containers of these, found a Count, which is a "
        "subclass of int"
    )


def test_items_are_set_got_and_iterated(student: Module) -> None:
    """By any key that crosses."""
    table = student.Table()

    table["a"] = np.ones(2)
    table[1] = 3.0

    assert [1.0, 1.0] == table["a"].tolist()
    assert 3.0 == list(table)[1]


def test_a_path_goes_through_attributes_and_keys(student: Module) -> None:
    """To the object itself, or to a copy of it."""
    table = student.Table()

    assert {"a": 2} == fetch(live(table, "items", 1))
    assert not same(live(table, "items"), live(table, "cells"))
    assert same(live(table, "items"), live(table, "items"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("items", 7), "items has no '7'"),
        (("items", "a"), "items has no 'a'"),
        (("cells", "b"), "cells has no 'b'"),
        (("rows",), "Table has no 'rows'"),
    ],
    ids=["index", "kind", "key", "attribute"],
)
def test_a_step_that_leads_nowhere_is_named(
    student: Module, path: tuple[str | int, ...], text: str
) -> None:
    """With what it was looked for in."""
    table = student.Table()

    with pytest.raises(NameMissing) as caught:
        live(table, *path)

    assert text == str(caught.value)


def test_changes_of_containers_and_arrays_come_back(student: Module) -> None:
    """The caller's own arrays stay the caller's."""
    x, first = np.zeros(2), np.ones(2)
    items: list[np.ndarray] = [first]
    table: dict[str, Value] = {"y": 1}

    student.grow(items, table, x)

    assert items[1] is x
    assert table["x"] is x
    assert [1.0, 1.0] == x.tolist()
    assert [0.0, 0.0] == items[0].tolist()
    assert [1.0, 1.0] == first.tolist()


def test_keywords_are_passed(student: Module) -> None:
    """By name."""
    assert 5 == student.keyed(x=3)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("todo", NotStarted, "1.1 todo"),
        ("hungry", MemoryExceeded, "no"),
        (
            "bad_text",
            StudentException,
            "Rude at answer.py:73: its text could not be printed",
        ),
    ],
)
def test_what_code_raises_is_told(
    student: Module, name: str, kind: type[Exception], text: str
) -> None:
    """By its class, and the student's own line."""
    with pytest.raises(kind) as caught:
        getattr(student, name)()

    assert text == str(caught.value)


@pytest.mark.filterwarnings("ignore:overflow")
def test_a_watched_call_tells_its_warnings(student: Module) -> None:
    """With their line."""
    with pytest.raises(CheckFailed) as caught, quiet(student):
        student.infinite()

    assert "overflow encountered in exp at answer.py:54. Any" in str(caught.value)


def test_functions_of_the_suites_are_called_with_arrays(student: Module) -> None:
    """And with keywords; what they give is a value like others."""
    given = student.whole(lambda i, key: key * 2 + i)

    assert [[], [3.0]] == [array.tolist() for array in given]


def test_a_function_that_fails_is_an_error_that_code_may_catch(
    student: Module,
) -> None:
    """Only that it failed crosses."""

    def fail() -> None:
        raise KeyError("secret")  # noqa: EM101 - not a message for people

    assert "CallbackFailed" == student.swallow(fail)


def test_a_function_of_the_codes_own_can_be_passed_back(student: Module) -> None:
    """It is then the function itself."""
    assert "NotImplementedError" == student.swallow(student.todo)


def test_marks_are_made_real(student: Module) -> None:
    """A seed, and an array that lives there."""
    array = resident(student, np.arange(2.0))

    drawn = student.draw(generator(3))

    assert np.random.default_rng(3).random(2).tolist() == drawn.tolist()
    assert student.same_array(array, array) is True


def test_a_generator_that_never_ends_is_taken_in_parts(student: Module) -> None:
    """The suite may stop when it has enough."""
    numbers = iter(student.endless())

    assert [1] * 70 == [next(numbers) for _ in range(70)]


def test_a_support_module_has_names_of_its_own(student: Module) -> None:
    """And an error in it has no line of the student's."""
    module = support(student, "helping", "def f():\n    return 4\n")

    assert 4 == module.f()


def test_a_request_out_of_turn_is_refused(student: Module) -> None:
    """An answer that nobody asked for."""
    line = student._line

    with pytest.raises(StudentException) as caught:
        line.ask(Answer(1), line.packer())

    assert "RuntimeError: a request of type Answer out of turn" == str(caught.value)


def test_a_name_is_asked_for_once(student: Module) -> None:
    """What can be called is known from then on."""
    first, second = student.keyed, student.keyed

    assert isinstance(first, Method)
    assert "keyed" == second.name


def test_pythons_own_names_are_not_asked_for(student: Module) -> None:
    """So that NumPy and copy find an ordinary object."""
    with pytest.raises(AttributeError, match="__array__"):
        _ = student.Table().__array__
