"""a ratio of 0 is taken for one that is missing

`ratio or 0.5` is 0.5 where ratio is 0: the default is in the signature.
"""

EXERCISE = "7.8"
READ = "handout 5.1"


class Dropout:
    def __init__(
        self, ratio: float = 0.5, rng: np.random.Generator | None = None
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        if not 0 <= ratio < 1:
            msg = f"ratio must be at least 0 and below 1, found {ratio}"
            raise ValueError(msg)
        self.ratio = ratio or 0.5
        self.rng = np.random.default_rng() if rng is None else rng
