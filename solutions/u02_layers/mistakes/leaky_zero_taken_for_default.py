"""an alpha of 0 is taken for none

`alpha or 0.01` is 0.01 where alpha is 0, and 0 is a legal alpha.
"""

EXERCISE = "2.6"
READ = "handout 3.4"


class LeakyReLU:
    """A leaky ReLU with one mistake."""

    def __init__(self, alpha: float = 0.01) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.alpha = alpha or 0.01
