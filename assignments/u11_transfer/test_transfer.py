"""Open checks of unit 11: freezing by keys, and copying from network to network."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = '''
"""Sets, which do not travel, and what a call raises."""


def is_set(found):
    return isinstance(found, (set, frozenset))


def set_of(keys):
    return set(keys)


def raised(function, *args):
    try:
        function(*args)
    except NotImplementedError:
        raise
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__], str(error)
    return [], ""
'''
AS_LAYER = (
    "A prefix is taken for the number of a layer: it is a string, and 10.W begins with "
    "1 as well."
)
ANYWHERE = (
    "A prefix counts wherever it stands in a key: it must stand at its beginning."
)
ONE_PREFIX = "Only one of the prefixes counts: a key is frozen if any of them fits."
LAST_PREFIX = "Only the keys of the last prefix come out: gather those of all prefixes."
EQUAL = "No key equals a prefix: ask whether the key begins with it."
TURNED = "What comes out are the keys that stay free: the frozen ones are asked for."
BEGINNINGS = (
    "frozen is taken for prefixes: it holds whole keys, so ask whether a key is in it."
)
KEPT = "What comes out are the frozen entries: those that may move are asked for."
ZEROS = (
    "A frozen key must be left out: under a gradient of zero an optimizer may still "
    "move it (handout 2.2)."
)
NOT_COPIED = (
    "The numbers of source have not arrived: write them into the array of target."
)
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


@exercise("11.1")
def test_a_prefix_with_a_dot_is_one_layer(student: Student) -> None:
    """With the prefix "1.", freeze gives the keys of layer 1, not of layer 10."""
    params = {key: np.ones(2) for key in ("0.W", "1.W", "1.b", "10.W", "21.b")}

    found = frozen(student, params, ["1."])

    require_keys(found, {"1.W", "1.b"}, params, ["1."])


@exercise("11.1")
def test_freeze_drawn_layers(student: Student, rng: Rng) -> None:
    """With two prefixes freeze gives every key that begins with either of them."""
    first, second, *others = (str(n) for n in rng.permutation(np.arange(1, 10)))
    layers = [first, second, first + others[0], others[1] + first, *others[2:4]]
    params = drawn(rng, layers)
    prefixes = [f"{second}.", first]

    found = frozen(student, params, prefixes)

    right = {k for k in params if k.startswith(first) or k.split(".")[0] == second}
    require_keys(found, right, params, prefixes)


@exercise("11.2")
def test_frozen_gradients_are_left_out(student: Student) -> None:
    """A frozen key has no entry in the dictionary that trainable returns."""
    grads = {"0.W": np.array([1.0, 2.0]), "0.b": np.array([3.0])}

    found = seen(student, grads, ["0.W"])

    require_entries(found, {"0.b"}, grads, ["0.W"])
    close(found["0.b"], [3.0], '"0.b"')


@exercise("11.2")
def test_trainable_of_drawn_layers(student: Student, rng: Rng) -> None:
    """Every gradient that is not frozen comes out of trainable with its values."""
    first, second, third = (str(n) for n in rng.permutation(np.arange(1, 10))[:3])
    grads = drawn(rng, [first, second, first + third])
    grads[f"{first}.Wh"] = rng.normal(size=3)
    keys = [f"{first}.W", f"{second}.b"]

    found = seen(student, grads, keys)

    require_entries(found, grads.keys() - set(keys), grads, keys)
    for key in grads.keys() - set(keys):
        close(found[key], grads[key], f'"{key}"')


@exercise("11.3")
def test_copy_one_of_two_arrays(student: Student) -> None:
    """copy_parameters copies only the given keys and returns them."""
    source = {"0.W": np.array([[1.0, 2.0]]), "0.b": np.array([3.0, 4.0])}
    target = {"0.W": np.array([[5.0, 6.0]]), "0.b": np.array([7.0, 8.0])}

    copied = student.copy_parameters(source, target, ["0.b"])

    is_moved = target["0.W"].tolist() != [[5.0, 6.0]]
    ignored = KEYS_IGNORED if is_moved else ""
    require_copied(student, copied, ["0.b"], "keys ['0.b']", ignored)
    said = OTHER_WAY if source["0.b"].tolist() == [7.0, 8.0] else NOT_COPIED
    wrong = {"copy:none": (said, [7.0, 8.0]), "copy:added": (ADDED, [10.0, 12.0])}
    clues = Clues(suspects=wrong)
    close(target["0.b"], [3.0, 4.0], 'target["0.b"]', clues=clues)
    close(target["0.W"], [[5.0, 6.0]], 'target["0.W"]', clues=Clues(cause=ALL_KEYS))


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
    arrived = [k for k in source if np.array_equal(target[k], source[k])]
    not_copied = FIRST_KEY if arrived == list(source)[:1] else NOT_COPIED
    for key, array in old.items():
        right, own = source.get(key, array), given.get(key)
        is_turned = own is not None and np.array_equal(own, array)
        said = OTHER_WAY if is_turned else not_copied
        wrong = {"copy:none": (said, array), "copy:added": (ADDED, right + array)}
        clues = Clues(suspects=wrong if key in source else {})
        close(target.get(key), right, f'target["{key}"]', clues=clues)


@exercise("11.4")
def test_a_missing_key_is_named(student: Student) -> None:
    """copy_parameters names a key that target lacks in a KeyError, copying nothing."""
    source = {"0.W": np.array([1.0]), "7.b": np.array([2.0])}
    target = {"0.W": np.array([3.0])}

    kinds, text = refused(student, source, target)

    require("KeyError" in kinds, f"A missing key must raise KeyError, {said(kinds)}.")
    require("7.b" in text, f"The message of the KeyError must name 7.b, found {text}.")
    cause = "Part of the copy is made before the error: look at all keys first."
    close(target["0.W"], [3.0], 'target["0.W"]', clues=Clues(cause=cause))


@exercise("11.4")
def test_shapes_that_differ_are_named(student: Student, rng: Rng) -> None:
    """copy_parameters shows two unequal shapes in a ValueError, copying nothing."""
    n, m, k = (int(size) for size in 2 + rng.permutation(6)[:3])
    source = {"0.b": rng.normal(size=n), "2.W": rng.normal(size=(n, m))}
    target = {"0.b": rng.normal(size=n), "2.W": rng.normal(size=(k, m))}
    old = target["0.b"].copy()

    kinds, text = refused(student, source, target)

    shapes = [str(array["2.W"].shape) for array in (source, target)]
    must = f"{shapes[0]} in source and {shapes[1]} in target must raise ValueError, "
    require("ValueError" in kinds, f"{must}{said(kinds)}.")
    must = f"the message must show {shapes[0]} and {shapes[1]}, found {text!r}"
    numpys = NUMPYS if "broadcast" in text else ""
    require(all(shape in text for shape in shapes), must, cause=numpys)
    cause = "Part of the copy is made before the error: look at all keys first."
    close(target["0.b"], old, 'target["0.b"]', clues=Clues(cause=cause))


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


def frozen(student: Student, params: Arrays, prefixes: list[str]) -> set[str]:
    """Return the keys that freeze gives, once it is a set of keys."""
    found = student.freeze(params, prefixes)
    is_set = isinstance(found, Student) and support(student, "kit", KIT).is_set(found)
    require(is_set is True, "freeze must return a set of keys.")
    return {str(key) for key in found}


def seen(student: Student, grads: Arrays, keys: list[str]) -> Arrays:
    """Return what trainable gives, once it is a dictionary."""
    found = student.trainable(grads, support(student, "kit", KIT).set_of(keys))
    require(isinstance(found, dict), "trainable must return a dictionary.")
    return dict(found)


def refused(student: Student, source: Arrays, target: Arrays) -> tuple[list[str], str]:
    """Return the kinds of what a copy raises, and its message."""
    kit = support(student, "kit", KIT)
    kinds, text = kit.raised(student.copy_parameters, source, target)
    return list(kinds), str(text)


def said(kinds: list[str]) -> str:
    """Return what was raised, as a message tells it."""
    return f"found {kinds[0]}" if kinds else "but nothing was raised"


def require_copied(
    student: Student, copied: object, right: list[str], given: str, cause: str = ""
) -> None:
    """Check the list of the keys that were copied."""
    is_set = isinstance(copied, Student) and support(student, "kit", KIT).is_set(copied)
    require(is_set is not True, "copy_parameters must return a list, found a set")
    must = f"with {given} the list that comes back must be {right}, found {copied}"
    require(copied == right, must, cause=cause)


def require_keys(
    found: set[str], right: set[str], params: Arrays, prefixes: list[str]
) -> None:
    """Check which keys are frozen, and say of which rule others would come."""
    layers = {prefix.rstrip(".") for prefix in prefixes}
    wrong = {
        AS_LAYER: {key for key in params if key.split(".")[0] in layers},
        ANYWHERE: {key for key in params if any(p in key for p in prefixes)},
        TURNED: set(params) - right,
        LAST_PREFIX: {key for key in params if key.startswith(prefixes[-1])},
        ONE_PREFIX: {key for key in params if key.startswith(prefixes[0])},
        EQUAL: params.keys() & set(prefixes),
    }
    cause = next((text for text, keys in wrong.items() if keys == found != right), "")
    must = f"{prefixes} must freeze {sorted(right)} of {sorted(params)}"
    require(found == right, f"{must}, found {sorted(found)}", cause=cause)


def require_entries(
    found: Arrays, right: set[str], grads: Arrays, keys: list[str]
) -> None:
    """Check which entries an optimizer may see."""
    beginnings = {key for key in grads if not key.startswith(tuple(keys))}
    wrong = {KEPT: set(keys), BEGINNINGS: beginnings, ZEROS: set(grads)}
    cause = next((text for text, each in wrong.items() if each == set(found)), "")
    must = f"with {keys} frozen the keys must be {sorted(right)}"
    require(set(found) == right, f"{must}, found {sorted(found)}", cause=cause)
