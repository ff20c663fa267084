"""Open checks of unit 11: copying from network to network."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    fetch,
    require,
    resident,
    support,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = '''
"""What a call raises, and of which kind an answer is."""


def raised(function, *args):
    try:
        found = function(*args)
    except NotImplementedError:
        raise
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__], str(error)
    return [], type(found).__name__ if isinstance(found, Exception) else ""


def kind(found):
    return type(found).__name__
'''
NOT_COPIED = (
    "The array of target holds its own numbers as before: write those of source into "
    "it."
)
ANOTHER_ARRAY = (
    "Another array stands under the key now, and a layer holds the old one: write into "
    "the array of target itself (handout 3.1)."
)
EMPTY = (
    "An empty list is not None: `keys or source` and `if keys` take it for None. "
    "`keys is None` asks for None alone."
)
OTHER_ORDER = "The keys come back in another order: it must be that of `keys`."
FIRST_KEY = (
    "The first key is copied, and the others are not: does the loop end too early?"
)
ADDED = "It is the sum of both: the numbers of source must replace those of target."
KEYS_IGNORED = "Keys are copied that were not asked for: is `keys` looked at?"
OTHER_WAY = (
    "source has changed in its place: the copy goes the wrong way, from target into "
    "source."
)
ALL_OF_TARGET = (
    "Only target has that key: where keys is None, the keys of source are copied."
)
NUMPYS = (
    "This is NumPy's own error: compare the shapes yourself, before anything is "
    "copied, and raise a ValueError that shows both."
)
ALL_KEYS = "More than the keys that were given is copied."
ARRAYS = "The arrays are returned: the list must hold their keys."
NO_ERROR = (
    "The key is passed over: a first look at all keys, before anything is copied, must "
    "raise the error."
)
NEW_KEY = "target has got the new key 7.b: one that it lacks must raise KeyError."
RETURNED = "The error comes back as the result: raise it, and do not return it."
TOO_LATE = (
    "Part is copied before the error comes: a first loop must find all that is wrong, "
    "missing keys and shapes, and a second one copies."
)


@exercise("11.3")
def test_copy_one_of_two_arrays(student: Student) -> None:
    """copy_parameters copies only the given keys and returns them."""
    source = {"0.W": np.array([[1.0, 2.0]]), "0.b": np.array([3.0, 4.0])}
    target = {"0.W": np.array([[5.0, 6.0]]), "0.b": np.array([7.0, 8.0])}

    copied = student.copy_parameters(source, target, ["0.b"])

    is_moved = not np.array_equal(entry(target, "0.W"), [[5.0, 6.0]])
    ignored = KEYS_IGNORED if is_moved else ""
    require_copied(student, copied, ["0.b"], "keys ['0.b']", ignored)
    is_turned = np.array_equal(entry(source, "0.b"), [7.0, 8.0])
    said = OTHER_WAY if is_turned else NOT_COPIED
    wrong = {"copy:none": (said, [7.0, 8.0]), "copy:added": (ADDED, [10.0, 12.0])}
    clues = Clues(suspects=wrong)
    close(target.get("0.b"), [3.0, 4.0], 'target["0.b"]', clues=clues)
    clues = Clues(cause=ALL_KEYS)
    close(target.get("0.W"), [[5.0, 6.0]], 'target["0.W"]', clues=clues)
    held = resident(student, np.array([7.0, 8.0]))
    student.copy_parameters(copies(source), {"0.b": held}, ["0.b"])
    wrong = {"copy:another": (ANOTHER_ARRAY, [7.0, 8.0])}
    name = 'The array that target held under "0.b" before'
    close(fetch(held), [3.0, 4.0], name, clues=Clues(suspects=wrong))


@exercise("11.3")
def test_copy_a_drawn_network(student: Student, rng: Rng) -> None:
    """copy_parameters without keys copies every key of source and leaves others."""
    source, target = drawn(rng, ["0", "2"]), drawn(rng, ["0", "2", "4"])
    old, given = copies(target), copies(source)
    kinds, text = refused(student, copies(source), copies(target))
    lacking = [key for key in target.keys() - source.keys() if key in text]
    must = "without keys every key of source is copied, found a KeyError for "
    is_wide = "KeyError" in kinds and len(lacking) > 0
    require(not is_wide, f"{must}{min(lacking, default='')}", cause=ALL_OF_TARGET)

    copied = student.copy_parameters(given, target)

    require_copied(student, copied, list(source), "keys None")
    arrived = [k for k in source if np.array_equal(entry(target, k), source[k])]
    not_copied = FIRST_KEY if arrived == list(source)[:1] else NOT_COPIED
    for key, array in old.items():
        right, own = source.get(key, array), entry(given, key)
        is_turned = key in source and np.array_equal(own, array)
        said = OTHER_WAY if is_turned else not_copied
        wrong = {"copy:none": (said, array), "copy:added": (ADDED, right + array)}
        clues = Clues(suspects=wrong if key in source else {})
        close(target.get(key), right, f'target["{key}"]', clues=clues)
    require_order(student, given, target)


@exercise("11.4")
def test_a_missing_key_is_named(student: Student) -> None:
    """copy_parameters names a key that target lacks in a KeyError, copying nothing."""
    source = {"0.W": np.array([1.0]), "7.b": np.array([2.0])}
    target = {"0.W": np.array([3.0])}

    kinds, text = refused(student, source, target)

    must = f"A missing key must raise KeyError, {said(kinds)}."
    cause = NEW_KEY if "7.b" in target else NO_ERROR
    cause = RETURNED if text else cause
    require("KeyError" in kinds, must, cause="" if kinds else cause)
    must = f"The message of the KeyError must name 7.b, found {text or 'no message'}."
    require("7.b" in text, must)
    name = 'target["0.W"] (source {"0.W": [1], "7.b": [2]}, target {"0.W": [3]})'
    close(target.get("0.W"), [3.0], name, clues=Clues(cause=TOO_LATE))


@exercise("11.4")
def test_shapes_that_differ_are_named(student: Student, rng: Rng) -> None:
    """copy_parameters shows two unequal shapes in a ValueError, copying nothing."""
    n, m = (int(size) for size in 2 + rng.permutation(6)[:2])
    source = {"0.b": rng.normal(size=n), "2.W": rng.normal(size=(n, m))}
    target = {"0.b": rng.normal(size=n), "2.W": rng.normal(size=(m, n))}
    old = target["0.b"].copy()
    shapes = [str(array["2.W"].shape) for array in (source, target)]

    kinds, text = refused(student, source, target)

    must = f"{shapes[0]} in source and {shapes[1]} in target must raise ValueError, "
    cause = RETURNED if text and not kinds else ""
    require("ValueError" in kinds, f"{must}{said(kinds)}.", cause=cause)
    told = repr(text) if text else "no message"
    must = f"the message must show {shapes[0]} and {shapes[1]}, found {told}"
    numpys = NUMPYS if "broadcast" in text else ""
    require(all(shape in text for shape in shapes), must, cause=numpys)
    name = 'target["0.b"] (of the keys 0.b and 2.W, of which 2.W does not fit)'
    close(target.get("0.b"), old, name, clues=Clues(cause=TOO_LATE))


def drawn(rng: Rng, layers: Iterable[str]) -> Arrays:
    """Return a weight and a bias for each layer."""
    params: Arrays = {}
    for layer in layers:
        params[f"{layer}.W"] = rng.normal(size=(3, 2))
        params[f"{layer}.b"] = rng.normal(size=2)
    return params


def copies(arrays: Arrays) -> Arrays:
    """Return copies under the same keys."""
    return {key: array.copy() for key, array in arrays.items()}


def entry(arrays: Arrays, key: str) -> Array:
    """Return what is there after a call, nan where it is no array of numbers."""
    found: object = arrays.get(key)
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    return np.asarray(found) if is_array else np.array(np.nan)


def refused(student: Student, source: Arrays, target: Arrays) -> tuple[list[str], str]:
    """Return the kinds of what a copy raises, and its message."""
    kit = support(student, "kit", KIT)
    kinds, text = kit.raised(student.copy_parameters, source, target)
    return list(kinds), str(text)


def said(kinds: list[str]) -> str:
    """Return what was raised, as a message tells it."""
    return f"found {kinds[0]}" if kinds else "but nothing was raised"


def require_order(student: Student, source: Arrays, target: Arrays) -> None:
    """Check the list of the copied keys where there are none, and in another order."""
    none = student.copy_parameters(source, target, [])
    is_all = isinstance(none, list) and len(none) > 0
    require_copied(student, none, [], "keys []", EMPTY if is_all else "")
    some = ["2.b", "0.b", "2.W"]
    found = student.copy_parameters(source, target, some)
    is_mixed = isinstance(found, list) and sorted(map(str, found)) == sorted(some)
    must = OTHER_ORDER if is_mixed else ""
    require_copied(student, found, some, f"keys {some}", must)


def require_copied(
    student: Student, copied: object, right: list[str], given: str, cause: str = ""
) -> None:
    """Check the list of the keys that were copied."""
    is_away = isinstance(copied, Student)
    kit = support(student, "kit", KIT)
    kind = str(kit.kind(copied)) if is_away else type(copied).__name__
    shown = "None: is a return missing?" if copied is None else kind
    shown += ": make a list of it" if is_away or kind == "tuple" else ""
    must = f"copy_parameters must return a list of keys such as {right[:1]}, found"
    require(isinstance(copied, list), f"{must} {shown}")
    found = copied if isinstance(copied, list) else []
    others = [type(each).__name__ for each in found if not isinstance(each, str)]
    shown = "arrays" if "ndarray" in others else f"{', '.join(others[:1])} objects"
    is_array = "ndarray" in others
    shown = f"{must} a list of {shown}"
    require(not others, shown, cause=ARRAYS if is_array else "")
    must = f"with {given} the list that comes back must be {right}, found {found}"
    require(found == right, must, cause=cause)
