"""Every rule for a wrong value names its mistake first, in these words."""

import numpy as np
import pytest

from tests.numerics.value_mistakes import (
    Plant,
    beside,
    constants,
    gated,
    kernel,
    matrix,
    noisy,
    permuted,
    positive,
    sided,
    square,
    summed,
    suspected,
)
from tests.numerics.value_texts import TEXTS

SEEDS = range(5)
ROWS = np.array([2, 0, 4, 1, 3])
SCALES = np.array([[0.3], [2.2], [-1.0], [1.7], [0.4]])

PLANTED: dict[str, Plant] = {
    "cube": suspected,
    "zeros": matrix(np.zeros_like),
    "equals:b": beside(lambda _, b: b),
    "equals:-b": beside(lambda _, b: -b),
    "factor:-1": matrix(lambda x: -x),
    "factor:2": matrix(lambda x: 2 * x),
    "factor:-1/N": matrix(lambda x: -x / 5),
    "factor:1/(1 - p)": constants(lambda x: x / 0.63),
    "swapped:H and W": square(np.transpose),
    "reshaped:H and W": kernel(lambda x: x.transpose(0, 2, 1).reshape(x.shape)),
    "reversed:H and W": kernel(lambda x: x[:, ::-1, ::-1]),
    "shifted:late:N": matrix(lambda x: np.roll(x, 1, axis=0)),
    "shifted:early:D": matrix(lambda x: np.roll(x, -1, axis=1)),
    "term:mean:0": summed(mean=0.0),
    "term:carry:-1": summed(carry=-1.0),
    "term:carry:2": summed(carry=2.0),
    "term:mean:0.5": summed(mean=0.5),
    "term:direct:N": summed(direct=5.0),
    "term:direct:other": summed(direct=0.123),
    "term:mean:0+term:carry:-1": summed(mean=0.0, carry=-1.0),
    "offset:eps": constants(lambda x: x + 0.3),
    "offset:-eps": constants(lambda x: x - 0.3),
    "offset:-1": matrix(lambda x: x - 1.0),
    "offset:-b": beside(lambda x, b: x - b, per="D"),
    "offset:b": beside(lambda x, b: x + b),
    "factor:b": beside(lambda x, b: x * b, per="D"),
    "factor:1/b": beside(lambda x, b: x / b, per="D"),
    "function:square": positive(np.square),
    "function:root": positive(np.sqrt),
    "function:log": positive(np.log),
    "function:inverse": positive(lambda x: 1.0 / x),
    "function:exp": positive(np.exp),
    "function:complement": matrix(lambda x: 1.0 - x),
    "integers": positive(np.floor),
    "precision:half": matrix(lambda x: x.astype(np.float16).astype(float)),
    "precision:single": matrix(lambda x: x.astype(np.float32)),
    "sign:lost": matrix(np.abs),
    "sign:some": matrix(lambda x: x * (-1.0) ** np.arange(35).reshape(5, 7)),
    "one number:-2.5": matrix(lambda x: np.full_like(x, -2.5)),
    "clipped:both": matrix(lambda x: np.clip(x, -0.5, 0.5)),
    "clipped:above": matrix(lambda x: np.minimum(x, 0.5)),
    "clipped:below": matrix(lambda x: np.maximum(x, -0.5)),
    "blocks:f and o": gated(lambda b: [b[0], b[3], b[2], b[1]]),
    "block:g": gated(lambda b: [b[0], b[1], np.exp(b[2]), b[3]]),
    "block:i and g": gated(lambda b: [b[0] ** 2, b[1], np.exp(b[2]), b[3]]),
    "where:the right value is positive": matrix(lambda x: np.where(x > 0, x**3, x)),
    "where:the right value is negative:factor:2": matrix(
        lambda x: np.where(x < 0, 2 * x, x)
    ),
    "where:the right value is negative:factor": matrix(
        lambda x: np.where(x < 0, 0.123 * x, x)
    ),
    "where:x < 0:zero": sided(lambda right, x: np.where(x < 0, 0.0, right)),
    "where:x > 0:factor:1/D": sided(lambda right, x: np.where(x > 0, right / 7, right)),
    "where:x = 0": sided(lambda right, x: np.where(x == 0, right**3, right)),
    "where:x != 0": sided(lambda right, x: np.where(x != 0, right**3, right)),
    "where:large": matrix(lambda x: np.where(np.abs(x) > 0.6, np.tanh(x) + 7, x)),
    "first:N": matrix(lambda x: noisy(x, 0, 0)),
    "last:N": matrix(lambda x: noisy(x, 0, 4)),
    "after-first:N": matrix(lambda x: noisy(x, 0, 1, 2, 3, 4)),
    "before-last:N": matrix(lambda x: noisy(x, 0, 0, 1, 2, 3)),
    "first:T": kernel(lambda x: noisy(x, 1, 0), "N T D"),
    "last:T": kernel(lambda x: noisy(x, 1, 4), "N T D"),
    "after-first:T": kernel(lambda x: noisy(x, 1, 1, 2, 3, 4), "N T D"),
    "before-last:T": kernel(lambda x: noisy(x, 1, 0, 1, 2, 3), "N T D"),
    "later:T": kernel(lambda x: noisy(x, 1, 2, 3, 4), "N T D"),
    "edges:W": kernel(lambda x: noisy(x, 2, 0, 5)),
    "first:H": kernel(lambda x: noisy(x, 1, 0)),
    "last:W": kernel(lambda x: noisy(x, 2, 5)),
    "offset:other": matrix(lambda x: x + 0.4321),
    "factor:other": matrix(lambda x: 1.234 * x),
    "line": matrix(lambda x: 1.234 * x - 0.4321),
    "offset-per:D": matrix(lambda x: x + np.sqrt(np.arange(2, 9))),
    "factor-per:N": matrix(lambda x: SCALES * x),
    "order:N": matrix(lambda x: x[ROWS]),
    "order": matrix(permuted),
    "line-per:N": matrix(lambda x: SCALES * x + SCALES**2),
}
ALSO = {  # true as well, and said only if the first is not found again
    "sign:lost": ["where:the right value is negative:factor:-1"],
    "clipped:both": ["where:large"],
}
LOOSE = ("offset:other", "factor:other", "offset-per", "factor-per", "order", "line")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", PLANTED)
def test_a_mistake_is_named_first_and_alone(code: str, seed: int) -> None:
    """In the same words on every seed, for only what is found twice is shown."""
    first, *rest = PLANTED[code](np.random.default_rng(seed)).findings()

    assert (code, TEXTS[code]) == (first.code, first.text)
    assert ALSO.get(code, []) == [f.code for f in rest if not f.code.startswith(LOOSE)]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_loose_claim_is_enough(seed: int) -> None:
    """What is off by one number is off by one number per row as well."""
    findings = PLANTED["offset:other"](np.random.default_rng(seed)).findings()

    assert ["offset:other"] == [finding.code for finding in findings]


@pytest.mark.parametrize("code", PLANTED)
def test_numbers_that_agree_are_a_fit(code: str) -> None:
    """Inputs that never change confirm none of them; a suite answers for its own."""
    findings = PLANTED[code](np.random.default_rng(0)).findings()

    assert {code != "cube"} == {finding.is_fit for finding in findings}


def test_every_text_belongs_to_a_mistake() -> None:
    """None is left over from a rule that went."""
    assert PLANTED.keys() == TEXTS.keys()
