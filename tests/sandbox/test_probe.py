"""Probes: arrays that note each use, and compute what any array computes."""

import types
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from grader.sandbox.messages import Value
from grader.sandbox.probe import Probe, probe_class, probed, probes_made
from tests.checks.looping.flat import FLAT, HEADER

FILE = "answer.py"
SOURCE = """
import numpy as np
from numpy import asarray
from numpy.lib.stride_tricks import as_strided

def taken(x):
    return (np.asarray(x), asarray(x), np.array(x), np.copy(x),
            np.ascontiguousarray(x), as_strided(x, x.shape, x.strides),
            np.lib.stride_tricks.as_strided(x, x.shape, x.strides))

def new():
    return np.zeros(2), np.ones(2), np.empty(2), np.full(2, 7), np.array([1, 2])

def raises():
    raise ValueError(3)

def look(x):
    first = x[0]
    return [*map(np.exp, x)]
"""


def imported(source: str) -> types.ModuleType:
    """Import a submission as a worker imports it."""
    made = types.ModuleType("answer")
    made.__file__ = FILE
    exec(compile(source, FILE, "exec"), made.__dict__)  # noqa: S102 - our own source
    return made


@pytest.fixture
def module() -> types.ModuleType:
    """A submission."""
    return imported(SOURCE)


@pytest.fixture
def kind() -> type[Probe]:
    """A class of probes with an empty tally."""
    return probe_class(FILE)


@pytest.fixture
def making(module: types.ModuleType, kind: type[Probe]) -> Iterator[types.ModuleType]:
    """The submission while it makes probes."""
    with probes_made(module, kind):
        yield module


@pytest.mark.parametrize("name", list(FLAT))
def test_a_probe_computes_what_an_array_computes(kind: type[Probe], name: str) -> None:
    """Bit for bit: what is counted is what is graded."""
    axes, source = FLAT[name]
    module = imported(HEADER + source)
    x = np.random.default_rng(3).standard_normal((5, 4, 6, 7)[: len(axes.split())])
    expected = getattr(module, name)(x.copy())

    with probes_made(module, kind):
        found = getattr(module, name)(x.view(kind))

    assert np.array_equal(np.asarray(found), np.asarray(expected))
    assert kind.events.total() > 0


@pytest.mark.parametrize(
    ("act", "times"),
    [
        (lambda x: x + 1, 1),
        (lambda x: x.sum(), 1),
        (lambda x: np.concatenate([x, x]), 1),
        (lambda x: x[0], 1),
        (lambda x: x.item(0), 1),
        (list, 4),
        (lambda x: x.tolist(), 12),
        (lambda x: x.__setitem__(0, 1.0), 1),
        (lambda x: x.__setitem__(slice(None), x), 1),
        (np.modf, 1),
        (lambda x: np.add(x, x, out=x), 1),
        (lambda x: np.add(x, 1, where=x > 0, out=x), 2),
        (lambda x: x.__iadd__(x), 1),
        (lambda x: list(x.flat), 12),
        (lambda x: next(x.flat), 1),
        (lambda x: x.flat[3], 1),
        (lambda x: x.flat.__setitem__(slice(None), 3), 1),
        (lambda x: setattr(x, "flat", 1.0), 1),
        (lambda x: np.array(x.flat), 1),
        (lambda x: len(x.flat), 0),
        (lambda x: x.flat.copy(), 0),
        (lambda x: x.shape, 0),
    ],
    ids=["ufunc", "method", "function", "look", "item", "iteration", "tolist",
         "change", "change by itself", "two outputs", "out", "where", "in place",
         "flat", "next of flat", "look at flat", "change of flat", "fill",
         "array of flat", "length of flat", "copy of flat", "shape"],
)  # fmt: skip
def test_each_use_of_a_probe_is_noted(
    kind: type[Probe], act: Callable[[Value], Value], times: int
) -> None:
    """Once for an operation, once per item for what goes through items."""
    x = np.ones((4, 3)).view(kind)

    act(x)

    assert times == kind.events.total()


def test_a_use_is_noted_at_its_line(
    module: types.ModuleType, kind: type[Probe]
) -> None:
    """Also where C code uses it."""
    first = SOURCE.splitlines().index("    first = x[0]") + 1

    module.look(np.ones((4, 3)).view(kind))

    assert {first: 1, first + 1: 8} == dict(kind.events)


def test_what_a_probe_gives_is_a_probe(kind: type[Probe]) -> None:
    """Both outputs, what functions make plain, the very array to be written into."""
    x = np.ones((4, 3)).view(kind)

    made = [*np.modf(x), x[0], np.where(x > 0, x, 0), np.einsum("ij->i", x)]

    assert [kind] * 5 == [type(each) for each in made]
    assert np.add(x, 1, out=x) is x
    assert type(x.sum()) is np.float64


@pytest.mark.parametrize(
    "act",
    [
        lambda x: x.__setitem__((0, slice(None)), 7),
        lambda x: x.flat.__setitem__(4, 7),
        lambda x: setattr(x, "flat", range(6)),
    ],
    ids=["item", "item of flat", "flat"],
)
def test_a_change_of_a_probe_is_made(
    kind: type[Probe], act: Callable[[Value], Value]
) -> None:
    """In the array itself."""
    changed, plain = np.zeros((2, 3)), np.zeros((2, 3))

    act(changed.view(kind))
    act(plain)

    assert np.array_equal(plain, changed)
    assert plain.any()


def test_entries_of_a_probe_are_an_arrays(kind: type[Probe]) -> None:
    """Whichever way one looks at them."""
    x = np.arange(6.0).reshape(2, 3)
    flat = x.view(kind).flat

    assert x.tolist() == x.view(kind).tolist()
    assert list(x.flat) == list(flat)
    assert x.flat[4] == x.view(kind).flat[4] == x.view(kind).item(4)
    assert 6 == len(flat)
    assert np.array_equal(x.ravel(), np.array(x.view(kind).flat))


def test_two_counts_do_not_mix(kind: type[Probe]) -> None:
    """Every count has a tally of its own."""
    np.exp(np.ones(3).view(kind))

    assert probe_class(FILE).events.total() == 0


def test_arrays_in_containers_become_probes(kind: type[Probe]) -> None:
    """The containers stay the same: code may keep and change them."""
    inner = [np.ones(2)]
    params = {"W": np.ones(2), "more": inner, "name": "W"}

    found = probed((params, np.ones(2)), kind)

    assert found[0] is params
    assert inner is params["more"]
    assert [kind] * 3 == [type(params["W"]), type(inner[0]), type(found[1])]


def test_asarray_and_its_kin_keep_a_probe(
    making: types.ModuleType, kind: type[Probe]
) -> None:
    """Under either name, else nothing after it would be seen."""
    found = making.taken(np.ones(3).view(kind))

    assert [kind] * 7 == [type(each) for each in found]


def test_new_arrays_are_probes(making: types.ModuleType, kind: type[Probe]) -> None:
    """A loop in C over one that was just filled is a loop too."""
    assert [kind] * 5 == [type(each) for each in making.new()]


def test_asarray_of_others_makes_no_probe(
    making: types.ModuleType, kind: type[Probe]
) -> None:
    """NumPy's own functions rely on it."""
    assert making is not None
    assert type(np.asarray(np.ones(3).view(kind))) is np.ndarray


def test_functions_are_as_they_were(module: types.ModuleType) -> None:
    """Also where the code raises."""
    names = [np.asarray, np.array, np.zeros, module.asarray, module.as_strided]

    with pytest.raises(ValueError, match=r"^3$"), probes_made(module, Probe):
        module.raises()

    assert names == [
        np.asarray, np.array, np.zeros, module.asarray, module.as_strided
    ]  # fmt: skip
