"""the draw of the first forward is used for ever

A unit that is always missing is a smaller network: draw anew in each forward.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


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
        self.drawn: Array | None = None

    def forward(self, x: Array, train: bool = True) -> Array:
        if self.drawn is None or self.drawn.shape != x.shape:
            self.drawn = self.rng.random(x.shape)
        self.kept = self.drawn >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
