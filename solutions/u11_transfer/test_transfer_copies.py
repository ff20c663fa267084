"""Hidden checks of unit 11: what is copied, and what is refused."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
Shape = tuple[int, ...]
KIT = """
def raised(function, *args):
    try:
        function(*args)
    except NotImplementedError:
        raise
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__], str(error)
    return [], ""
"""
SHAPES: dict[str, Shape] = {"0.W": (5, 7), "0.b": (7,), "2.W": (7, 3), "2.b": (3,)}
NOT_MOVED = "The target's numbers are still there: nothing was written over them."
TOO_MANY = "A key that was not asked for is copied as well."
ADDED = "The source's numbers are added to the target's: they must replace them."
FIRST = "The first key is copied, and the others are not: does the loop end too early?"
ORDER = "The keys come back in another order than they were given in."
EMPTY = "An empty list is taken for None: it asks for no key at all."
HALF = "Some keys are copied before the error: look at all of them first, then copy."
SIZES = "They have equal sizes, and are not the same shape: compare the shapes."
STRETCHED = (
    "NumPy stretches the source until it fits: compare the shapes before you assign."
)


@exercise("11.3", weight=2)
def test_chosen_keys_in_their_order(student: Student, rng: Rng) -> None:
    """copy_parameters returns the given keys in their order and copies only those."""
    source, target = network(rng), network(rng)
    keys = [str(key) for key in rng.permutation(sorted(SHAPES))[:3]]
    keys = keys if keys != sorted(keys) else keys[::-1]
    old = copied(target)

    told = student.copy_parameters(copied(source), target, list(keys))

    require_copied(target, source, old, keys)
    require_told(told, keys)


@exercise("11.3", weight=2)
def test_all_of_source(student: Student, rng: Rng) -> None:
    """copy_parameters with keys=None copies all of source, in the order of source."""
    source, target = network(rng), network(rng)
    source = {key: source[key] for key in ("2.b", "0.W", "2.W")}
    old = copied(target)

    told = student.copy_parameters(copied(source), target, None)

    require_copied(target, source, old, list(source))
    require_told(told, list(source))


@exercise("11.3")
def test_no_keys_at_all(student: Student, rng: Rng) -> None:
    """copy_parameters with an empty list copies nothing and returns an empty list."""
    source, target = network(rng), network(rng)
    old = copied(target)

    told = student.copy_parameters(copied(source), target, [])

    for key, array in old.items():
        close(target.get(key), array, f'target["{key}"]', clues=Clues(cause=EMPTY))
    is_empty = isinstance(told, list) and not told
    require(is_empty, f"no key was copied, found {told}", cause=EMPTY)
    student.copy_parameters(copied(source), target, ["0.b"])
    close(target.get("0.b"), source["0.b"], 'target["0.b"], asked for afterwards')


@exercise("11.3")
@pytest.mark.parametrize(
    "shape",
    [(1,), (3, 1), (2, 3, 1, 5), (1, 1)],
    ids=["vector of 1", "3 by 1", "4 axes", "1 by 1"],
)
def test_arrays_of_any_shape(student: Student, rng: Rng, shape: Shape) -> None:
    """copy_parameters copies an array of any shape."""
    source, old = rng.normal(size=(2, *shape))
    target = {"3.W": old.copy()}

    told = student.copy_parameters({"3.W": source.copy()}, target)

    clues = clues_of(source, old)
    close(target.get("3.W"), source, 'target["3.W"]', clues=clues)
    require_told(told, ["3.W"])


@exercise("11.4")
@pytest.mark.parametrize(
    "lacks", ["source", "target"], ids=["source lacks it", "target lacks it"]
)
def test_a_key_that_is_missing(student: Student, rng: Rng, lacks: str) -> None:
    """copy_parameters raises a KeyError that names a missing key."""
    arrays = {"source": network(rng), "target": network(rng)}
    key = str(rng.choice(sorted(SHAPES)))
    del arrays[lacks][key]

    source, target = arrays.values()
    kinds, text = refused(student, source, target, sorted(SHAPES))

    must = f"a key that {lacks} lacks must raise KeyError, {said(kinds)}"
    require("KeyError" in kinds, must)
    require(key in text, f"the KeyError must name {key}, found {text[:100]!r}")


@exercise("11.4")
@pytest.mark.parametrize(
    ("small", "large"),
    [((5,), (3, 5)), ((1, 5), (3, 5)), ((1,), (7,)), ((2, 1), (2, 3))],
    ids=["5 to 3 by 5", "1 by 5 to 3 by 5", "1 to 7", "2 by 1 to 2 by 3"],
)
def test_shapes_that_could_be_stretched(
    student: Student, rng: Rng, small: Shape, large: Shape
) -> None:
    """copy_parameters raises ValueError with both shapes instead of broadcasting."""
    target = {"4.W": rng.normal(size=large)}
    old = target["4.W"].copy()

    kinds, text = refused(student, {"4.W": rng.normal(size=small)}, target)

    require_shapes(kinds, text, (small, large), STRETCHED)
    close(target.get("4.W"), old, 'target["4.W"]', clues=Clues(cause=STRETCHED))


@exercise("11.4")
@pytest.mark.parametrize(
    ("one", "other"),
    [((3, 5), (5, 3)), ((15,), (5, 3)), ((7, 2), (11, 2))],
    ids=["transposed", "flat", "more rows"],
)
def test_shapes_that_do_not_fit(
    student: Student, rng: Rng, one: Shape, other: Shape
) -> None:
    """copy_parameters raises ValueError with both shapes and leaves target alone."""
    target = {"0.W": rng.normal(size=other)}
    old = target["0.W"].copy()

    kinds, text = refused(student, {"0.W": rng.normal(size=one)}, target)

    is_size = np.prod(one) == np.prod(other)
    require_shapes(kinds, text, (one, other), SIZES if is_size else "")
    close(target.get("0.W"), old, 'target["0.W"]')


@exercise("11.4", weight=3)
@pytest.mark.parametrize("fault", ["missing", "shape"])
@pytest.mark.parametrize("place", [1, 3], ids=["in the middle", "at the end"])
def test_all_or_nothing(student: Student, rng: Rng, fault: str, place: int) -> None:
    """copy_parameters copies nothing at all where one key cannot be copied."""
    source, target = network(rng), network(rng)
    wrong = list(SHAPES)[place]
    if fault == "missing":
        del target[wrong]
    else:
        target[wrong] = rng.normal(size=(2, 11))
    old = copied(target)

    kinds, _ = refused(student, source, target)

    require(bool(kinds), f'"{wrong}" cannot be copied, but nothing was raised.')
    same = f"target must keep its keys, found {sorted(map(str, target))}"
    require(target.keys() == old.keys(), same)
    for key, array in old.items():
        close(target.get(key), array, f'target["{key}"]', clues=Clues(cause=HALF))


def network(rng: Rng) -> Arrays:
    """Return two layers of drawn numbers."""
    return {key: rng.normal(size=shape) for key, shape in SHAPES.items()}


def copied(arrays: Arrays) -> Arrays:
    """Return copies under the same keys."""
    return {key: array.copy() for key, array in arrays.items()}


def clues_of(source: Array, old: Array) -> Clues:
    """Return what may stand in a target in place of the source's numbers."""
    suspects = {
        "copy:none": (NOT_MOVED, old),
        "copy:added": (ADDED, source + old),
    }
    return Clues(suspects=suspects)


def require_copied(
    target: Arrays, source: Arrays, old: Arrays, keys: list[str]
) -> None:
    """Check that the values of these keys are the source's, and no others."""
    first = [
        key
        for key in keys
        if key in target and np.array_equal(target[key], source[key])
    ]
    cause = FIRST if first == keys[:1] else ""
    for key, array in old.items():
        if key in keys:
            clues = Clues(cause=cause) if cause else clues_of(source[key], array)
            close(target.get(key), source[key], f'target["{key}"]', clues=clues)
        else:
            clues = Clues(cause=TOO_MANY)
            close(target.get(key), array, f'target["{key}"]', clues=clues)


def require_told(told: object, keys: list[str]) -> None:
    """Check the list of keys that comes back."""
    must = f"the list that comes back must be {keys}, found {told}"
    named = told if isinstance(told, list) else []
    are_keys = bool(named or not keys) and all(isinstance(key, str) for key in named)
    require(isinstance(told, list) and are_keys, must)
    is_turned = sorted(named) == sorted(keys)
    require(named == keys, must, cause=ORDER if is_turned else "")


def refused(
    student: Student, source: Arrays, target: Arrays, keys: list[str] | None = None
) -> tuple[list[str], str]:
    """Return the kinds of what a copy raises, and its message."""
    kit = support(student, "refusals", KIT)
    kinds, text = kit.raised(student.copy_parameters, source, target, keys)
    return list(kinds), str(text)


def said(kinds: list[str]) -> str:
    """Return what was raised, as a message tells it."""
    return f"found {kinds[0]}" if kinds else "but nothing was raised"


def require_shapes(
    kinds: list[str], text: str, shapes: tuple[Shape, Shape], cause: str
) -> None:
    """Check that a ValueError shows both shapes, with or without spaces."""
    must = f"{shapes[0]} in source and {shapes[1]} in target must raise ValueError, "
    must += f"{said(kinds)}."
    require("ValueError" in kinds, must, cause="" if kinds else cause)
    dense = "".join(text.split())
    lacks = [shape for shape in shapes if "".join(str(shape).split()) not in dense]
    must = f"the ValueError must show the shapes {shapes[0]} and {shapes[1]}, found "
    require(not lacks, must + repr(text[:100]))
