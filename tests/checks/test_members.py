"""Which keys are chosen, and what they are called: what each check says."""

import pytest

from grader.checks import are_chosen, are_named, keeps_keys
from tests.checks.causes import failure

KEYS = ("W", "0.W", "branch.3.W", "b", "0.Wx", "rawW", "W.b", "12.W.scale")
RIGHT = ("W", "0.W", "branch.3.W")
AXES = {**dict.fromkeys(KEYS, 2), "b": 1, "W": 1}


@pytest.mark.parametrize(
    ("found", "axes", "code", "said"),
    [
        (
            KEYS,
            {},
            "members:all",
            (
                'It takes all keys, and no others: "0.Wx", "12.W.scale", "W.b" and 2 '
                "more must not be."
            ),
        ),
        (
            ("0.W", "branch.3.W"),
            {},
            "members:ends:.W",
            'It takes keys that end in ".W", and no others: "W" must be as well.',
        ),
        (
            ("W", "0.W", "branch.3.W", "rawW"),
            {},
            "members:ends:W",
            'It takes keys that end in "W", and no others: "rawW" must not be.',
        ),
        (
            tuple(key for key in KEYS if key != "b"),
            {},
            "members:has:W",
            (
                'It takes keys that have "W" somewhere, and no others: "0.Wx", '
                '"12.W.scale", "W.b" and 1 more must not be.'
            ),
        ),
        (
            ("W", "W.b"),
            {},
            "members:starts:W",
            (
                'It takes keys that start with "W", and no others: "W.b" must not be,'
                ' and "0.W" and "branch.3.W" must be as well.'
            ),
        ),
        (
            ("W",),
            {},
            "members:is:W",
            (
                'It takes keys that are "W", and no others: "0.W" and "branch.3.W" '
                "must be as well."
            ),
        ),
        (
            ("0.W", "12.W.scale"),
            {},
            "members:second:W",
            (
                'It takes keys with "W" behind their first dot, and no others: '
                '"12.W.scale" must not be, and "W" and "branch.3.W" must be as well.'
            ),
        ),
        (
            tuple(key for key in KEYS if AXES[key] == 2),
            AXES,
            "members:axes",
            (
                "It takes arrays of two axes and more, whatever their key is, and no "
                'others: "0.Wx", "12.W.scale", "W.b" and 1 more must not be, and "W" '
                "must be as well."
            ),
        ),
        ((), {}, "members:none", "No key is taken: what keeps all of them out?"),
        (
            ("W", "0.W"),
            {},
            "members:first",
            (
                'Only the first of them, "0.W" and "W", are taken: what keeps the '
                "others out?"
            ),
        ),
        (
            ("branch.3.W",),
            {},
            "members:last",
            'Only the last, "branch.3.W", is taken: what keeps the others out?',
        ),
        (
            ("b", "0.W"),
            {},
            "members:W,b,branch.3.W",
            (
                'Other keys are taken: "b" must not be, and "W" and "branch.3.W" must'
                " be as well."
            ),
        ),
    ],
)
def test_the_rule_by_which_keys_were_chosen_is_named(
    found: tuple[str, ...], axes: dict[str, int], code: str, said: str
) -> None:
    """It is the rule that chooses exactly these of all keys there are."""
    _, causes = failure(
        lambda: are_chosen(found, RIGHT, "what decays", order=KEYS, axes=axes)
    )

    assert [(code, said)] == causes


def test_the_last_of_many_are_named_as_such() -> None:
    """Where no rule for the keys chooses just them."""
    keys = tuple("abcde")

    said, causes = failure(
        lambda: are_chosen(("d", "e"), keys, "what decays", order=keys)
    )

    assert said == 'what decays must: "a", "b", "c", "d", "e". Found: "d", "e".'
    text = 'Only the last, "d" and "e", are taken: what keeps the others out?'
    assert [("members:last", text)] == causes


def test_the_first_of_many_is_named_as_such() -> None:
    """One key is one."""
    said, causes = failure(
        lambda: are_chosen((), ("a",), "what decays", order=("a", "b"))
    )

    assert said == 'what decays must: "a". Found: none.'
    text = "No key is taken: what keeps all of them out?"
    assert [("members:none", text)] == causes


def test_right_keys_pass() -> None:
    """In any order."""
    are_chosen(RIGHT[::-1], RIGHT, "what decays", order=KEYS)
    are_named(RIGHT, RIGHT, "params")
    keeps_keys(RIGHT, RIGHT, "grads")


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        (
            ("1.W", "1.b", "2.W"),
            "names:numbers",
            (
                "The names are right, and their numbers are not: count every place "
                "from 0, also those that have no name."
            ),
        ),
        (
            ("0.W", "1.W"),
            "names:some",
            (
                '"b" never comes: take whatever names there are, and not those that '
                "you know."
            ),
        ),
        (("0.W", "0.b"), "names:missing", '"1.W" must be there as well.'),
        (("0.W", "0.b", "1.W", "c"), "names:more", '"c" must not be there.'),
        (("0.W", "0.b", "1.V"), "names:1.V", '"1.V" stands where "1.W" belongs.'),
    ],
)
def test_what_is_wrong_with_names_is_told(
    found: tuple[str, ...], code: str, said: str
) -> None:
    """A place, a dot and a name."""
    must, causes = failure(lambda: are_named(found, ("0.W", "0.b", "1.W"), "params"))

    listed = ", ".join(f'"{key}"' for key in found)
    assert must == f'params must have the keys "0.W", "0.b", "1.W", found {listed}.'
    assert [(code, said)] == causes


def test_a_dict_without_keys_is_told() -> None:
    """It lacks them all."""
    must, _ = failure(lambda: are_named((), ("W",), "params"))

    assert must == 'params must have the keys "W", found none.'


@pytest.mark.parametrize(
    ("found", "must", "code", "said"),
    [
        (
            ("a", "b"),
            'grads must get no new key, found "b".',
            "keys:new",
            '"b" is put into grads, where it was not: pass over what is not there.',
        ),
        (
            (),
            'grads must keep its keys, "a" is gone.',
            "keys:gone",
            '"a" is taken out of grads: it belongs to the caller.',
        ),
    ],
)
def test_new_and_lost_keys_are_told(
    found: tuple[str, ...], must: str, code: str, said: str
) -> None:
    """They are the caller's."""
    assert (must, [(code, said)]) == failure(lambda: keeps_keys(found, ("a",), "grads"))
