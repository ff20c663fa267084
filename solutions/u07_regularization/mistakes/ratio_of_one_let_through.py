"""a ratio of 1 is let through

Then nothing is kept, and what is left is divided by 0.
"""

EXERCISE = "7.8"
READ = "handout 5.1"


class Dropout:
    def __init__(
        self, ratio: float = 0.5, rng: np.random.Generator | None = None
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        if not 0 <= ratio <= 1:
            msg = "ratio must be from 0 to 1"
            raise ValueError(msg)
        self.ratio = ratio
        self.rng = np.random.default_rng() if rng is None else rng
