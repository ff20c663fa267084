"""Open checks of unit 14."""

import numpy as np

from grader.checks import Student, close, exercise


@exercise("14.1")
def test_softsign_of_three_numbers(student: Student) -> None:
    """Softsign is x / (1 + |x|), as in section 1 of the handout."""
    out = student.softsign(np.array([[-3.0, 0.0, 1.0]]))

    close(out, [[-0.75, 0.0, 0.5]], "out")
