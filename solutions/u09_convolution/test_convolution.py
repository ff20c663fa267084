"""Hidden checks of unit 9."""

import numpy as np

from grader.checks import Student, Work, close, exercise, vectorised


@exercise("9.1")
def test_softsign_of_a_batch(student: Student, rng: np.random.Generator) -> None:
    """Softsign is taken entry by entry, on both sides of zero."""
    x = rng.normal(0.0, 2.0, size=(7, 5))
    expected = x / (1 + np.abs(x))

    out = student.softsign(x)

    close(out, expected, "out")


@exercise("9.1")
def test_softsign_without_a_loop(student: Student, rng: np.random.Generator) -> None:
    """No Python loop runs over the examples or the features."""

    def build(sizes: dict[str, int]) -> Work:
        return Work(student.softsign, (rng.normal(size=(sizes["N"], sizes["D"])),))

    vectorised(build, over={"N": 7, "D": 5})
