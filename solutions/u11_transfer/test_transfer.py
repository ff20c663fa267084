"""Hidden checks of unit 11: which keys are frozen, and what is left to move."""

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = """
def is_set(found):
    return isinstance(found, (set, frozenset))


def set_of(keys):
    return set(keys)
"""
AS_LAYER = (
    "A prefix is compared with the whole first part of a key: it is a string, and a "
    "key that goes on behind it begins with it as well."
)
ANYWHERE = "A prefix is looked for anywhere in a key: it must stand at the beginning."
FIRST_ONLY = "Only the first prefix counts: any one of them is enough."
LAST_ONLY = "Only the last prefix counts: collect the keys of all of them."
TURNED = "These are the keys that no prefix begins: the others are frozen."
NO_LIST = "Without prefixes nothing is frozen, and the empty set comes back."
AS_PREFIX = (
    "A frozen key also takes away keys that begin with it: frozen holds whole keys."
)
KEPT = "These are the frozen entries: what comes out are the others."
ZEROS = "A frozen key is still there, with zeros: leave the entry out."
OTHER = "Not the array of this key: each key keeps its own."


@exercise("11.1")
@pytest.mark.parametrize("end", [".", "", ".W"], ids=["dot", "no dot", "whole key"])
def test_how_far_a_prefix_reaches(student: Student, rng: Rng, end: str) -> None:
    """A prefix is compared by freeze letter by letter, from the start of a key."""
    number = str(rng.integers(1, 9))
    layers = [number, f"{number}0", f"{number}{number}", f"9{number}", f"20{number}"]
    params, prefix = network(rng, layers), f"{number}{end}"
    params[f"{number}.Wh"] = np.ones(2)

    found = frozen(student, params, [prefix])

    right = {key for key in params if key[: len(prefix)] == prefix}
    wrong = {
        AS_LAYER: {key for key in params if key.split(".")[0] == number},
        ANYWHERE: {key for key in params if prefix in key},
        TURNED: set(params) - right,
    }
    require_keys(found, right, wrong)


@exercise("11.1")
def test_prefix_inside_of_a_key(student: Student, rng: Rng) -> None:
    """A prefix that stands in the middle of a key is ignored by freeze."""
    params = network(rng, ["3", "branch.3", "branch.31", "shortcut.3", "tail.branch.3"])

    found = frozen(student, params, ["branch.3."])

    right = {"branch.3.W", "branch.3.b"}
    wrong = {ANYWHERE: {key for key in params if "branch.3." in key}}
    require_keys(found, right, wrong)


@exercise("11.1")
def test_any_of_many_prefixes(student: Student, rng: Rng) -> None:
    """With four overlapping prefixes freeze gives every key that begins with any."""
    numbers = [str(n) for n in rng.permutation(np.arange(1, 9))[:5]]
    params = network(rng, [*numbers, f"{numbers[0]}9"])
    prefixes = [f"{numbers[0]}.", numbers[0], f"{numbers[3]}.b", numbers[1]]

    found = frozen(student, params, prefixes)

    each = [{key for key in params if key[: len(p)] == p} for p in prefixes]
    right = set().union(*each)
    wrong = {FIRST_ONLY: each[0], LAST_ONLY: each[-1], TURNED: set(params) - right}
    require_keys(found, right, wrong)


@exercise("11.1")
@pytest.mark.parametrize(
    "prefixes", [[], ["7.", "b"]], ids=["no prefixes", "unknown prefixes"]
)
def test_prefixes_that_freeze_nothing(
    student: Student, rng: Rng, prefixes: list[str]
) -> None:
    """Where no key begins with a prefix, freeze gives an empty set."""
    params = network(rng, ["1", "2"])

    found = frozen(student, params, prefixes)

    wrong = {NO_LIST: set(params)} if not prefixes else {}
    require_keys(found, set(), wrong)
    wanted = frozen(student, params, ["1."])
    require_keys(wanted, {"1.W", "1.b"}, {TURNED: {"2.W", "2.b"}})


@exercise("11.2", weight=2)
def test_only_whole_keys_are_left_out(student: Student, rng: Rng) -> None:
    """A key that only begins with a frozen key is kept by trainable."""
    number = str(rng.integers(1, 9))
    grads = network(rng, [number, f"{number}0", "0"])
    grads |= {f"{number}.Wh": rng.normal(size=5), f"0.{number}.W": rng.normal(size=3)}
    keys = [f"{number}.W"]

    found = seen(student, grads, keys)

    wrong = {AS_PREFIX: {key for key in grads if not key.startswith(keys[0])}}
    require_entries(found, grads, keys, wrong)


@exercise("11.2")
def test_frozen_keys_that_have_no_gradient(student: Student, rng: Rng) -> None:
    """Frozen keys that grads does not have are accepted by trainable."""
    grads = network(rng, ["0", "2"])
    keys = ["2.b", "4.W", "1.W"]

    found = seen(student, grads, keys)

    require_entries(found, grads, keys, {})


@exercise("11.2")
@pytest.mark.parametrize(
    "whole", [True, False], ids=["everything frozen", "nothing frozen"]
)
def test_everything_or_nothing_frozen(
    student: Student, rng: Rng, *, whole: bool
) -> None:
    """Exactly the entries whose keys are not frozen come out of trainable."""
    grads = network(rng, ["0", "10"])
    keys = list(grads) if whole else []

    found = seen(student, grads, keys)

    require_entries(found, grads, keys, {})


def network(rng: Rng, layers: Iterable[str]) -> Arrays:
    """Return a weight and a bias for each layer."""
    params: Arrays = {}
    for layer in layers:
        params[f"{layer}.W"] = rng.normal(size=(3, 2))
        params[f"{layer}.b"] = rng.normal(size=2)
    return params


def frozen(student: Student, params: Arrays, prefixes: list[str]) -> set[str]:
    """Return the keys that freeze gives, once it is a set of keys."""
    found = student.freeze(params, prefixes)
    is_set = isinstance(found, Student) and support(student, "sets", KIT).is_set(found)
    require(is_set is True, "freeze must return a set of keys")
    return {str(key) for key in found}


def seen(student: Student, grads: Arrays, keys: list[str]) -> Arrays:
    """Return what trainable gives, once it is a dictionary."""
    found = student.trainable(grads, support(student, "sets", KIT).set_of(keys))
    require(isinstance(found, dict), "trainable must return a dictionary")
    return dict(found)


def require_keys(found: set[str], right: set[str], wrong: dict[str, set[str]]) -> None:
    """Check a set of keys; `wrong` has a sentence for each set that others give."""
    cause = next((text for text, keys in wrong.items() if keys == found != right), "")
    must = f"the frozen keys must be {sorted(right)}, found {sorted(map(str, found))}"
    require(found == right, must, cause=cause)


def require_entries(
    found: Arrays, grads: Arrays, keys: list[str], wrong: dict[str, set[str]]
) -> None:
    """Check the entries that an optimizer may see."""
    right = set(grads) - set(keys)
    told = {**wrong, KEPT: set(grads) & set(keys), ZEROS: set(grads)}
    cause = next((said for said, k in told.items() if k == set(found) != right), "")
    must = f"the keys must be {sorted(right)}, found {sorted(map(str, found))}"
    require(set(found) == right, must, cause=cause)
    for key in right:
        clues = Clues(cause=OTHER)
        close(found[key], grads[key], f'the gradient under "{key}"', clues=clues)
