"""the biases of the GRU start at zero

Here they are drawn like the weights; only the LSTM begins with zeros.
"""

EXERCISE = "14.3"
READ = "handout 3"


class GRU:
    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        sizes = {"Wx": (d, 3 * h), "Wh": (h, 3 * h), "bx": (3 * h,), "bh": (3 * h,)}
        self.params = {k: _uniform(rng, size, h, dtype) for k, size in sizes.items()}
        xp = array_namespace(self.params["Wx"])
        for key in ("bx", "bh"):
            self.params[key] = 0 * self.params[key]
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}
