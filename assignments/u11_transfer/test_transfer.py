"""Open checks of unit 11: freezing by keys."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from grader.checks import Student, close, exercise, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = '''
"""Sets, which do not travel, and of which kind an answer is."""


def is_set(found):
    return isinstance(found, (set, frozenset))


def set_of(keys):
    return set(keys)


def kind(found):
    return type(found).__name__
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
NO_KEY = (
    "No key is found: ask of every key whether it begins with one of the prefixes, and "
    "one that fits is enough."
)
MADE_AGAIN = "No key is found: is the set made anew inside of the loop over the keys?"
TOO_EARLY = "No key is found: is the return inside of the loop over the keys?"
NUMBER = (
    "The number before the dot is compared with the whole prefix: ask whether the key "
    "begins with the prefix."
)
OTHER_WAY = (
    "It is asked whether the prefix begins with the key: ask whether the key begins "
    "with the prefix."
)
NO_DOT = (
    'The dot of the prefix is not compared: "1." begins no key of layer 10, and "1" '
    "does."
)
FIRST_LETTER = "Only the first letters are compared: a key must begin with all of them."
ONE_KEY = "Only one key is found: is the set made, or returned, inside of the loop?"
EQUAL = "Only whole keys are found: ask whether a key begins with a prefix."
TURNED = "What comes out are the keys that stay free: the frozen ones are asked for."
BEGINNINGS = (
    "frozen is taken for prefixes: it holds whole keys, so ask whether a key is in it."
)
KEPT = "What comes out are the frozen entries: those that may move are asked for."
ZEROS = (
    "A frozen key must be left out: under a gradient of zero an optimizer may still "
    "move it (handout 2.2)."
)


@exercise("11.1")
def test_a_prefix_with_a_dot_is_one_layer(student: Student) -> None:
    """With the prefix "1.", freeze gives the keys of layer 1, not of layer 10."""
    params = {key: np.ones(2) for key in ("0.W", "1.W", "1.b", "10.W", "21.b")}

    found = frozen(student, params, ["1."])

    if found != {"1.W", "1.b"}:
        refuse_rules(student, found, params)
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
    keys = [f"{first}.W", f"{second}.b", f"0{third}.W"]  # the last is not in grads

    found = seen(student, grads, keys)

    require_entries(found, grads.keys() - set(keys), grads, keys)
    for key in grads.keys() - set(keys):
        close(found[key], grads[key], f'"{key}"')


def drawn(rng: Rng, layers: Iterable[str]) -> Arrays:
    """Return a weight and a bias for each layer."""
    params: Arrays = {}
    for layer in layers:
        params[f"{layer}.W"] = rng.normal(size=(3, 2))
        params[f"{layer}.b"] = rng.normal(size=2)
    return params


def frozen(student: Student, params: Arrays, prefixes: list[str]) -> set[str]:
    """Return the keys that freeze gives, once it is a set of keys."""
    found = student.freeze(params, prefixes)
    is_set = isinstance(found, Student) and support(student, "kit", KIT).is_set(found)
    must = f"freeze must return a set of keys, found {shown(student, found)}"
    require(is_set is True, must)
    return {str(key) for key in found}


def seen(student: Student, grads: Arrays, keys: list[str]) -> Arrays:
    """Return what trainable gives, once it is a dictionary."""
    found = student.trainable(grads, support(student, "kit", KIT).set_of(keys))
    must = f"trainable must return a dictionary, found {shown(student, found)}"
    require(isinstance(found, dict), must)
    return dict(found)


def shown(student: Student, found: object) -> str:
    """Return of which kind an answer is, as a message tells it."""
    if found is None:
        return "None: is a return missing?"
    is_away = isinstance(found, Student)
    kit = support(student, "kit", KIT)
    name = str(kit.kind(found)) if is_away else type(found).__name__
    return f"{'an' if name[0] in 'aeioun' else 'a'} {name}."


def refuse_rules(student: Student, found: set[str], params: Arrays) -> None:
    """Name the rule by which other keys than 1.W and 1.b are found for "1."."""

    def of(prefix: str) -> set[str]:
        return frozen(student, params, [prefix])

    cause, layer = "", {"1.W", "1.b"}
    if not found and of("1") == layer:
        cause = NUMBER
    elif not found and of("1.W") == {"1.W"}:
        cause = OTHER_WAY if of("1.W.") == {"1.W"} else EQUAL
    elif not found and of("21.") == {"21.b"}:  # the last of the keys
        cause = MADE_AGAIN
    elif not found and of("0.") == {"0.W"}:  # the first of them
        cause = TOO_EARLY
    elif found == layer | {"10.W"}:
        cause = NO_DOT if of("1.W") == {"1.W"} else FIRST_LETTER
    must = f"['1.'] must freeze {sorted(layer)} of {sorted(params)}"
    require(not cause, f"{must}, found {sorted(found)}", cause=cause)


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
    cause = cause or (ONE_KEY if len(found) == 1 and found < right else "")
    cause = NO_KEY if not found else cause
    must = f"{prefixes} must freeze {sorted(right)} of {sorted(params)}"
    require(found == right, f"{must}, found {sorted(found)}", cause=cause)


def require_entries(
    found: Arrays, right: set[str], grads: Arrays, keys: list[str]
) -> None:
    """Check which entries an optimizer may see."""
    beginnings = {key for key in grads if not key.startswith(tuple(keys))}
    wrong = {KEPT: grads.keys() & set(keys), BEGINNINGS: beginnings, ZEROS: set(grads)}
    cause = next((text for text, each in wrong.items() if each == set(found)), "")
    must = f"with {keys} frozen the keys must be {sorted(right)}"
    require(
        set(found) == right, f"{must}, found {sorted(map(str, found))}", cause=cause
    )
