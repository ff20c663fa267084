"""What is wrong with a sequence of values: from which step on, and which term."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import Comparison, alike
from grader.numerics.diagnosis.divisors import of_the_divisor
from grader.numerics.diagnosis.scene import Array, Scene, Suspect
from grader.numerics.diagnosis.value_gaps import by_suspects_with_gaps
from grader.numerics.diagnosis.value_terms import SAME, weights
from grader.numerics.diagnosis.values import as_fit, by_suspects, explain_values
from grader.numerics.ratios import bracket, name_of, name_ratio

FEW = 3  # steps: fewer tell no pattern
MOST = 2  # wrong weights: with more of them another cause is likelier


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A sequence of values that went wrong, and what is known of every step.

    Attributes:
        name: what walks: 'params["W"]'.
        got: (T, ...) what was found after each step.
        expected: (T, ...) what is right there.
        wrong: the first wrong step, from 0.
        start: where it starts, None where that is not known.
        terms: (T, ...) arrays by name; a right step is a sum of them with weights.
        constants: numbers that those weights are made of: "momentum", "lr".
        suspects: wrong formulas with their whole sequences.
    """

    name: str
    got: Array
    expected: Array
    wrong: int
    start: Array | None = None
    terms: Mapping[str, Array] = field(default_factory=dict)
    constants: Mapping[str, float] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()

    @cached_property
    def whole(self) -> Comparison:
        """Return the whole sequence as one array."""
        return Comparison(self.got, self.expected, Scene(self.name))

    @cached_property
    def before(self) -> Array | None:
        """Return the value before the first wrong step, which is right."""
        return self.expected[self.wrong - 1] if self.wrong else self.start

    @cached_property
    def ways(self) -> tuple[Array, Array] | None:
        """Return (T, ...) what each step added, found and right."""
        if self.start is None:
            return None
        first = self.start[np.newaxis]
        got, right = (
            np.diff(a, axis=0, prepend=first) for a in (self.got, self.expected)
        )
        return got, right

    @cached_property
    def named(self) -> dict[str, float]:
        """Return the constants, 1 - c for each of them, and all products of two."""
        known = {
            **self.constants,
            **{
                f"1 - {name}": 1.0 - value
                for name, value in self.constants.items()
                if " " not in name and 0.0 < value < 1.0
            },
        }
        products = {
            f"{bracket(a)} * {bracket(b)}": known[a] * known[b]
            for a, b in itertools.combinations(known, 2)
        }
        return {**known, **products}


def explain_steps(walk: Walk) -> tuple[Finding, ...]:
    """Return the causes that the numbers agree with, the likeliest first."""
    if not (np.isfinite(walk.got).all() and np.isfinite(walk.expected).all()):
        return tuple(_gaps(walk))
    with np.errstate(all="ignore"):  # a product of large numbers is no claim
        plain = [finding for rule in PLAIN for finding in rule(walk)]
        fits = [as_fit(finding) for rule in RULES for finding in rule(walk)]
    found = [*plain, *fits]
    return tuple({finding.code: finding for finding in reversed(found)}.values())[::-1]


def _gaps(walk: Walk) -> Iterator[Finding]:
    yield from by_suspects_with_gaps(walk.got, walk.suspects)
    bad = ~np.isfinite(walk.got).reshape(len(walk.got), -1).all(axis=1)
    if bad.any():
        step = int(bad.argmax()) + 1
        text = f"It is not finite (nan or inf) from step {step} on: look for divisions "
        yield Finding("not-finite", text + "by 0 and for roots of negative numbers.")


def _suspects(walk: Walk) -> Iterator[Finding]:
    yield from by_suspects(walk.whole, walk.suspects)


def _stays(walk: Walk) -> Iterator[Finding]:
    """It never moves, or moves once."""
    if walk.start is not None and np.array_equal(
        walk.got, np.broadcast_to(walk.start, walk.got.shape)
    ):
        text = "It never moves: is the step 0, or is a copy changed and not the array "
        text += "itself, in place?"
        yield Finding("steps:never-moves", text)
    elif len(walk.got) >= FEW and np.array_equal(
        walk.got[1:], np.broadcast_to(walk.got[0], walk.got[1:].shape)
    ):
        text = "It moves once, and then stays where it is."
        yield Finding("steps:moves-once", text)


def _shifted(walk: Walk) -> Iterator[Finding]:
    """Its steps are the right ones, one too early or too late."""
    if len(walk.got) < FEW or alike(walk.expected[1:], walk.expected[:-1]):
        return
    if alike(walk.got[:-1], walk.expected[1:]):
        text = "It is one step ahead: after each step it is where it must be after the "
        yield Finding("steps:ahead", text + "next. Is a step made twice at the start?")
    elif alike(walk.got[1:], walk.expected[:-1]):
        text = "It is one step behind: a step uses what belongs to the one before. "
        text += "Update what is remembered first, then move."
        yield Finding("steps:behind", text)


def _lengths(walk: Walk) -> Iterator[Finding]:
    """Every step points the right way and is too long, too short, or backwards."""
    if walk.ways is None or len(walk.got) < FEW or walk.got[0].size < FEW:
        return
    factors = [_factor(*pair) for pair in zip(*walk.ways, strict=True)]
    known = [factor for factor in factors if factor is not None]
    if len(known) < len(factors) or not all(known):
        return
    if np.ptp(known) > SAME * abs(known[0]):
        text = "Every step points the right way, but its length is wrong, and in each "
        text += "step by another factor: look at what depends on the number of the step"
        yield Finding("steps:lengths", text + ", or adds up from step to step.")
        return
    named = name_ratio(known[0], {}, walk.named, "step")
    if named is not None:
        text = f"Every step is off by the same factor. {named.text}"
        yield Finding(f"steps:{named.code}", text)
    else:
        text = "Every step points the right way, but its length is "
        text += f"{known[0]:.4g} times what it must be."
        yield Finding("steps:factor:other", text)


def _factor(got: Array, right: Array) -> float | None:
    """Return the factor between two steps, None where there is none."""
    square = float((right**2).sum())
    if not square:
        return None
    factor = float((got * right).sum()) / square
    return factor if alike(got, factor * right) else None


def _weights(walk: Walk) -> Iterator[Finding]:
    """The first wrong step has another weight for a term."""
    if walk.before is None or not walk.terms:
        return
    step, right = (a[walk.wrong] - walk.before for a in (walk.got, walk.expected))
    terms = {name: array[walk.wrong] for name, array in walk.terms.items()}
    used = {name: array for name, array in terms.items() if array.any()}
    here, there = (weights(a, used, step - right) for a in (step, right))
    if here is None or there is None:
        return
    wrong = [n for n in used if abs(here[n] - there[n]) > SAME * abs(there[n]) + 1e-9]
    if not 0 < len(wrong) <= MOST:
        return
    said = {name: _said(name, here[name], there[name], walk) for name in wrong}
    code = "+".join(f"weight:{name}:{short}" for name, (short, _) in said.items())
    yield Finding(code, " ".join(text for _, text in said.values()))


def _said(name: str, here: float, there: float, walk: Walk) -> tuple[str, str]:
    """Return a weight for the code, and a sentence about it."""
    step = f"In step {walk.wrong + 1} the {name}"
    if abs(here) <= SAME * max(abs(there), 1e-3):
        kept = ": is it kept from step to step?" if walk.wrong else "."
        return "0", f"{step} is missing{'.' if name == 'gradient' else kept}"
    if abs(here + there) <= SAME * abs(there):
        return "-1", f"{step} comes in with the wrong sign."
    found, right = _weight(here, walk), _weight(there, walk)
    if found and not right and abs(there) <= SAME:
        return found, f"{step} comes in with {found}, and must not."
    if found and right:
        return found, f"{step} comes in with {found} instead of {right}."
    ratio = name_of(here / there, {}, walk.named) if there else ""
    if ratio and " or " not in ratio:
        return (
            f"times {ratio}",
            f"{step} comes in {ratio} times as strongly as it must.",
        )
    return "other", f"{step} comes in with {here:.4g} instead of {there:.4g}."


def _weight(value: float, walk: Walk) -> str:
    """Return a weight as a formula, "" where it has none, or more than one."""
    named = {"1": 1.0, **walk.named}
    found = [
        mark + (bracket(name) if mark else name)
        for name, known in named.items()
        for sign, mark in ((1.0, ""), (-1.0, "-"))
        if known and abs(sign * value - known) <= SAME * abs(known)
    ]
    if found:
        return found[0] if len(found) == 1 else ""
    name = name_of(value, {}, walk.constants)
    return "" if " or " in name else name


def _divisor(walk: Walk) -> Iterator[Finding]:
    """The first step is a push over a divisor that is made in another way."""
    if walk.wrong or walk.before is None or "gradient" not in walk.terms:
        return
    step, right = (a[0] - walk.before for a in (walk.got, walk.expected))
    yield from of_the_divisor(step, right, walk.terms["gradient"][0])


def _of_the_step(walk: Walk) -> Iterator[Finding]:
    """What the rules for values say of the way made in the first wrong step."""
    if walk.before is None:
        return
    step, right = (a[walk.wrong] - walk.before for a in (walk.got, walk.expected))
    known = {name: array[walk.wrong] for name, array in walk.terms.items()}
    scene = Scene(walk.name, constants=walk.named, known=known)
    for finding in explain_values(step, right, scene):
        text = f"Look at what step {walk.wrong + 1} adds. {finding.text}"
        yield Finding(f"step:{finding.code}", text)


def _pattern(walk: Walk) -> Iterator[Finding]:
    """Which steps are wrong; this is all that can be said of many mistakes."""
    steps = Comparison(*(walk.ways or (walk.got, walk.expected)), Scene(walk.name))
    wrong = np.array([bool(step.any()) for step in steps.wrong])
    if len(wrong) < FEW:
        return
    if not wrong[0] and wrong[walk.wrong :].all():
        text = f"It is right until step {walk.wrong} and wrong ever after: look at "
        text += "what is remembered between steps, such as sums and a count."
        yield Finding("steps:memory", text)
    elif wrong.all():
        text = "The first step is wrong already, where nothing is remembered yet: look "
        text += "at the formula of one step, and at what it begins with."
        yield Finding("steps:first", text)
    elif wrong[0] and not wrong[-1]:
        text = "The first steps are wrong and the last are right: look at how the "
        text += "memory starts, and at a correction for that."
        yield Finding("steps:start", text)


Rule = Callable[[Walk], Iterator[Finding]]
PLAIN: tuple[Rule, ...] = (_suspects, _stays)  # true on any inputs
RULES: tuple[Rule, ...] = (
    _shifted,
    _weights,
    _divisor,
    _lengths,
    _of_the_step,
    _pattern,
)
