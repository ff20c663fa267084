"""the generator that is given is started anew

Two layers that share one must go on from where the other stopped.
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
        self.ratio = ratio
        seed = None if rng is None else rng.bit_generator.seed_seq
        self.rng = np.random.default_rng(seed)
