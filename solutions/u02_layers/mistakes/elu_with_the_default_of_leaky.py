"""the ELU has the default of the LeakyReLU

Without an alpha given, that of the ELU is 1.
"""

EXERCISE = "2.6"
READ = "handout 3.4"


class ELU:
    """An ELU with one mistake."""

    def __init__(self, alpha: float = 0.01) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.alpha = alpha
