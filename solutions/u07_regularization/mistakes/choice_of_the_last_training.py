"""an evaluation leaves the choice of the last training forward there

backward belongs to the latest forward, and that may have dropped nothing.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class Dropout:
    def __init__(
        self, ratio: float = 0.5, rng: np.random.Generator | None = None
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        if not 0 <= ratio < 1:
            msg = f"ratio must be at least 0 and below 1, found {ratio}"
            raise ValueError(msg)
        self.ratio = ratio
        self.rng = np.random.default_rng() if rng is None else rng
        self.kept: Array | None = None

    def forward(self, x: Array, train: bool = True) -> Array:
        if not train:
            return x
        self.kept = self.rng.random(x.shape) >= self.ratio
        return x * self.kept / (1 - self.ratio)
