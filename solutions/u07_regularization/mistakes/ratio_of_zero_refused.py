"""a ratio of 0 is refused

It is legal: a layer that drops nothing is how a network runs without dropout.
"""

EXERCISE = "7.8"
READ = "handout 5.1"


class Dropout:
    def __init__(
        self, ratio: float = 0.5, rng: np.random.Generator | None = None
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        if not 0 < ratio < 1:
            msg = "ratio must be above 0 and below 1"
            raise ValueError(msg)
        self.ratio = ratio
        self.rng = np.random.default_rng() if rng is None else rng
