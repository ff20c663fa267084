"""A planted bug is named first, by one rule, and nothing else is said that is false."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from grader.errors import Finding
from grader.numerics.diagnosis import gradients, paths, whole
from grader.numerics.diagnosis.wrong import Wrong
from tests.numerics.planted import PLANTED
from tests.numerics.wronged import Case, codes

Rule = Callable[[Wrong], tuple[Finding, ...]]
RULES = (whole.suspects, paths.unused, *gradients.RULES)
USED = [code for code in PLANTED if code != "unused"]  # else every error is a cause
SEEDS = range(20)
MANY_SEEDS = range(100, 150)  # of 50 cases each: more than 2 000 draws
NOISE = 1e-9  # of the differences that a right gradient is compared with
# What else is true of a planted bug; whatever is not in this table would be false.
ALSO = {
    "abs": {"sign:some"},
    "carried:T": {"before:T"},
    "counted:last:T": {"before:T"},
    "blocks:f,i,g,o": {"gate:i,f"},
    "term:variance:missing": {"multiple:x_hat:D"},
    "term:mean:sign": {"offset:N"},
    "term:mean:twice,variance:N": {"offset:N+multiple:x_hat"},
    "gate:g:zero": {"mask:dropped"},
    "only:last:N": {"multiple:x:N"},
    "only:first:N": {"multiple:x:N"},
    "mask:missing": {"equals:dout"},
    "mask:missing:2": {"equals:2 * dout"},
}


def seen_by(rule: Rule, case: Case) -> list[str]:
    """Return the codes of what one rule says about a case."""
    return codes(rule(Wrong(case.analytic, case.numeric, case.scene, case.flow)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_bug_is_named_first(code: str, seed: int) -> None:
    """The same code on every seed, for only what is found twice is shown."""
    case = PLANTED[code](np.random.default_rng(seed))

    findings = case.findings()

    assert code == (findings[0].code if findings else "")


@pytest.mark.parametrize("code", PLANTED)
def test_nothing_false_is_said_about_a_planted_bug(code: str) -> None:
    """Not even as the second finding, which is shown if the first is not confirmed."""
    cases = [PLANTED[code](np.random.default_rng(seed)) for seed in MANY_SEEDS]

    said = {each for case in cases for each in codes(case.findings())}

    assert {code} | ALSO.get(code, set()) == said


@pytest.mark.parametrize("code", PLANTED)
def test_only_one_rule_names_a_planted_bug(code: str) -> None:
    """Without that rule the bug would have no name, or another."""
    case = PLANTED[code](np.random.default_rng(0))

    naming = [rule for rule in RULES if code in seen_by(rule, case)]

    assert 1 == len(naming)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_names_a_planted_bug(rule: Rule) -> None:
    """A rule that names none could be left out, and no test would notice."""
    cases = {code: make(np.random.default_rng(0)) for code, make in PLANTED.items()}

    named = [code for code, case in cases.items() if code in seen_by(rule, case)]

    assert [] != named


@pytest.mark.parametrize("code", USED)
def test_the_right_gradient_has_no_cause(code: str) -> None:
    """Whatever the suite knows about it: its error is the noise of differences."""
    cases = [
        (PLANTED[code](rng), rng) for rng in map(np.random.default_rng, MANY_SEEDS)
    ]
    right = [
        dataclasses.replace(
            case, analytic=case.numeric + NOISE * rng.normal(size=case.numeric.shape)
        )
        for case, rng in cases
    ]

    said = [code for case in right for code in codes(case.findings())]

    assert [] == said


@pytest.mark.parametrize("code", USED)
def test_an_error_without_structure_has_no_cause(code: str) -> None:
    """No match, no sentence: nothing can be said about numbers drawn at random."""
    cases = [
        (PLANTED[code](rng), rng) for rng in map(np.random.default_rng, MANY_SEEDS)
    ]
    noisy = [
        dataclasses.replace(
            case,
            analytic=case.numeric
            + 10.0 ** rng.uniform(-4.0, 2.0) * rng.normal(size=case.numeric.shape),
        )
        for case, rng in cases
    ]

    said = [code for case in noisy for code in codes(case.findings())]

    assert [] == said
