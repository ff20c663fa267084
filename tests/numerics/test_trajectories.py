"""Wrong steps of an optimizer: which step, which term, in these words."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from grader.numerics.diagnosis.scene import Suspect
from grader.numerics.diagnosis.trajectories import Walk, explain_steps
from tests.numerics.walks import (
    LR,
    MOMENTUM,
    STEPS,
    Step,
    bare,
    per_step,
    plain,
    right,
    stepped,
    two_wrong_ways,
)

SEEDS = range(5)
MANY = 200
DECAY = np.random.default_rng(9).normal(size=(STEPS, 3, 5))
NUMBERS = np.arange(1.0, STEPS + 1)

PLANTED: dict[str, Callable[[int], Walk]] = {
    "steps:never-moves": plain(lambda places, start: 0 * places + start),
    "steps:moves-once": plain(lambda places, _: 0 * places + places[0]),
    "steps:ahead": plain(lambda places, _: np.append(places[1:], places[:1], axis=0)),
    "steps:behind": plain(
        lambda places, start: np.append(start[np.newaxis], places[:-1], 0)
    ),
    "weight:velocity:0": stepped(lambda _, v, g: 0 * v - LR * g),
    "weight:gradient:-1": stepped(lambda _, v, g: MOMENTUM * v + LR * g),
    "weight:velocity:1 - momentum": stepped(lambda _, v, g: 0.3 * v - LR * g),
    "weight:gradient:-(lr * (1 - momentum))": stepped(
        lambda _, v, g: MOMENTUM * v - 0.3 * LR * g
    ),
    "weight:decay:lr": stepped(
        lambda n, v, g: right(n, v, g) + LR * DECAY[n], decay=DECAY
    ),
    "weight:gradient:times 1/2": stepped(lambda _, v, g: MOMENTUM * v - LR / 2 * g),
    "weight:gradient:other": stepped(lambda _, v, g: MOMENTUM * v - 0.123 * g),
    "weight:velocity:other": stepped(lambda _, v, g: 0.123 * v - LR * g),
    "steps:lengths": plain(per_step(1.0 - 0.1**NUMBERS)),
    "steps:factor:-1": plain(per_step(-np.ones(STEPS))),
    "steps:factor:1/lr": plain(per_step(np.full(STEPS, 1 / LR))),
    "steps:factor:other": plain(per_step(np.full(STEPS, 0.234))),
    "step:sign:lost": bare(lambda n, v, g: np.abs(right(n, v, g))),
    "steps:memory": bare(lambda n, v, g: right(n, v, g) + (n > 2) * g**3),
    "steps:first": bare(lambda n, v, g: right(n, v, g) + g**3),
    "steps:start": plain(two_wrong_ways),
}
IT = "Every step points the right way, but its length is"
SAME = "Every step is off by the same factor. It is the right step"
TEXTS = {
    "steps:never-moves": (
        "It never moves: is the step 0, or is a copy changed and not the array itself, "
        "in place?"
    ),
    "steps:moves-once": "It moves once, and then stays where it is.",
    "steps:ahead": (
        "It is one step ahead: after each step it is where it must be after the next. "
        "Is a step made twice at the start?"
    ),
    "steps:behind": (
        "It is one step behind: a step uses what belongs to the one before. Update "
        "what is remembered first, then move."
    ),
    "weight:velocity:0": (
        "In step 2 the velocity is missing: is it kept from step to step?"
    ),
    "weight:gradient:-1": "In step 1 the gradient comes in with the wrong sign.",
    "weight:velocity:1 - momentum": (
        "In step 2 the velocity comes in with 1 - momentum instead of momentum."
    ),
    "weight:gradient:-(lr * (1 - momentum))": (
        "In step 1 the gradient comes in with -(lr * (1 - momentum)) instead of -lr."
    ),
    "weight:decay:lr": "In step 1 the decay comes in with lr, and must not.",
    "weight:gradient:times 1/2": (
        "In step 1 the gradient comes in 1/2 times as strongly as it must."
    ),
    "weight:gradient:other": (
        "In step 1 the gradient comes in with -0.123 instead of -0.2."
    ),
    "weight:velocity:other": (
        "In step 2 the velocity comes in with 0.123 instead of 0.7."
    ),
    "steps:lengths": (
        f"{IT} wrong, and in each step by another factor: look at what depends on the "
        "number of the step, or adds up from step to step."
    ),
    "steps:factor:-1": (
        f"{SAME} with the opposite sign: a minus is missing, or there is one too many."
    ),
    "steps:factor:1/lr": (
        f"{SAME} divided by lr (0.2): that factor is missing, or a division by it came "
        "in once too often."
    ),
    "steps:factor:other": f"{IT} 0.234 times what it must be.",
    "step:sign:lost": (
        "Look at what step 1 adds. It has lost its sign: negative values have become "
        "positive."
    ),
    "steps:memory": (
        "It is right until step 3 and wrong ever after: look at what is remembered "
        "between steps, such as sums and a count."
    ),
    "steps:first": (
        "The first step is wrong already, where nothing is remembered yet: look at the "
        "formula of one step, and at what it begins with."
    ),
    "steps:start": (
        "The first steps are wrong and the last are right: look at how the memory "
        "starts, and at a correction for that."
    ),
}
CERTAIN = {"steps:never-moves", "steps:moves-once"}  # true on any inputs


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", PLANTED)
def test_a_wrong_step_is_named_first(code: str, seed: int) -> None:
    """In the same words on every seed, for only what is found twice is shown."""
    first, *rest = explain_steps(PLANTED[code](seed))

    assert (code, TEXTS[code]) == (first.code, first.text)
    assert [code not in CERTAIN, *[True] * len(rest)] == [
        finding.is_fit for finding in (first, *rest)
    ]


def test_two_wrong_weights_are_told_together() -> None:
    """They are one mistake: the rates are exchanged once there is a velocity."""
    walk = stepped(lambda n, v, g: LR * v - MOMENTUM * g if n else right(n, v, g))(0)

    first, *_ = explain_steps(walk)

    assert "weight:velocity:lr+weight:gradient:-momentum" == first.code
    assert first.text == (
        "In step 2 the velocity comes in with lr instead of momentum. In step 2 the "
        "gradient comes in with -momentum instead of -lr."
    )


@pytest.mark.parametrize(
    ("wrong", "constants", "said"),
    [
        (
            lambda _, v, g: LR * v - LR * g,
            {"lr": LR, "momentum": MOMENTUM, "decay": LR},
            "In step 2 the velocity comes in with 0.2 instead of 0.7.",
        ),
        (
            lambda _, v, g: 2.5 * v - LR * g,
            {"momentum": MOMENTUM, "a": 0.4, "b": 0.4},
            "In step 2 the velocity comes in with 2.5 instead of 0.7.",
        ),
        (
            lambda _, v, g: MOMENTUM * v - LR / 2 * g,
            {"momentum": MOMENTUM, "half": 0.5},
            "In step 1 the gradient comes in with -0.1 instead of -0.2.",
        ),
    ],
    ids=["two rates", "over two rates", "two ratios"],
)
def test_rates_that_look_alike_are_shown_as_numbers(
    wrong: Step, constants: dict[str, float], said: str
) -> None:
    """Nobody knows which of them it was."""
    walk = dataclasses.replace(stepped(wrong)(0), constants=constants)

    assert said == explain_steps(walk)[0].text


def test_three_wrong_weights_are_another_mistake() -> None:
    """Of many terms anything is a sum."""
    walk = stepped(
        lambda n, v, g: right(n, v, g) if n == 0 else 0.1 * v - 0.3 * g + DECAY[n],
        decay=DECAY,
    )(0)

    assert "steps:memory" == explain_steps(walk)[0].code


def test_a_suspect_is_named_before_any_rule() -> None:
    """By the whole sequence."""
    walk = bare(lambda n, v, g: right(n, v, g) + g**3)(0)
    wrong = Suspect("cube", "The gradient is cubed.", walk.got)
    other = Suspect("other", "Never said.", walk.got + 1)

    found = explain_steps(dataclasses.replace(walk, suspects=(other, wrong)))

    assert [wrong.code, "steps:first"] == [finding.code for finding in found]
    assert [wrong.text, False] == [found[0].text, found[0].is_fit]


def test_a_small_step_is_a_step() -> None:
    """Never is never, however far the right steps lead."""
    walk = PLANTED["steps:never-moves"](0)
    crawling = dataclasses.replace(walk, got=walk.got + 1e-9)

    assert "steps:never-moves" not in [f.code for f in explain_steps(crawling)]


def test_a_step_behind_is_told_before_its_terms() -> None:
    """A first step that does not move has lost them all."""
    walk = stepped(right)(0)
    assert walk.start is not None
    places = np.append(walk.start[np.newaxis], walk.got[:-1], axis=0)
    behind = dataclasses.replace(walk, got=places, wrong=0)

    assert "steps:behind" == explain_steps(behind)[0].code


def test_a_gap_is_told_with_its_step() -> None:
    """And nothing else, for no sum or product of nan tells anything."""
    walk = PLANTED["steps:first"](0)
    walk.got[2:, 0, 0] = np.nan

    (finding,) = explain_steps(walk)

    assert finding.text == (
        "It is not finite (nan or inf) from step 3 on: look for divisions by 0 and for "
        "roots of negative numbers."
    )


def test_without_a_start_nothing_is_said_of_the_first_step() -> None:
    """What it adds is not known then, only where it leads."""
    walk = dataclasses.replace(PLANTED["steps:factor:-1"](0), start=None)

    assert ["steps:first"] == [finding.code for finding in explain_steps(walk)]


def test_two_steps_tell_no_pattern() -> None:
    """Neither ahead nor behind, neither memory nor length."""
    walk = PLANTED["steps:first"](0)
    short = dataclasses.replace(walk, got=walk.got[:2], expected=walk.expected[:2])

    assert () == explain_steps(short)
    walk = PLANTED["steps:behind"](0)
    short = dataclasses.replace(walk, got=walk.got[:2], expected=walk.expected[:2])
    assert "steps:behind" not in [f.code for f in explain_steps(short)]


def test_no_cause_is_named_by_chance() -> None:
    """Of steps without a pattern only the place is told."""
    for seed in range(MANY):
        walk = stepped(right)(seed)
        ways = np.random.default_rng(seed + 1).normal(size=walk.got.shape)
        walk = dataclasses.replace(walk, got=ways.cumsum(axis=0), wrong=0)

        assert ["steps:first"] == [finding.code for finding in explain_steps(walk)]


def test_every_text_belongs_to_a_mistake() -> None:
    """None is left over from a rule that went."""
    assert PLANTED.keys() == TEXTS.keys()


def test_a_suspect_with_gaps_is_known_by_what_is_left() -> None:
    """The root of what was not squared is nan where it was negative, and only there."""
    walk = PLANTED["steps:first"](0)
    walk.got[1:, 0, 0] = np.nan
    wrong = Suspect("cube", "Not squared.", walk.got.copy())
    other = Suspect("other", "Never said.", np.full_like(walk.got, np.nan))

    found = explain_steps(dataclasses.replace(walk, suspects=(other, wrong)))

    assert ["cube", "not-finite"] == [finding.code for finding in found]


def test_where_nothing_is_left_no_suspect_is_known() -> None:
    """Every way to nan ends in the same array."""
    walk = PLANTED["steps:first"](0)
    walk.got[...] = np.nan
    wrong = Suspect("cube", "Not squared.", walk.got.copy())

    found = explain_steps(dataclasses.replace(walk, suspects=(wrong,)))

    assert ["not-finite"] == [finding.code for finding in found]
