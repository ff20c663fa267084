"""no ratio is refused

A ratio of 1 divides by 0, and one of 30 was meant as a percentage: say so at once.
"""

EXERCISE = "7.8"
READ = "handout 5.1"


class Dropout:
    def __init__(
        self, ratio: float = 0.5, rng: np.random.Generator | None = None
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.ratio = ratio
        self.rng = np.random.default_rng() if rng is None else rng
