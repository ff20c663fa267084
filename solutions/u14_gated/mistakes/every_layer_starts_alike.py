"""without rng every layer starts with the same numbers

A fixed seed inside a layer makes all layers equal. None means a fresh generator.
"""

EXERCISE = "14.3"
READ = "handout 3"


class LSTM:
    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        rng: np.random.Generator | None = None,
        forget_bias: float = 1.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        rng = np.random.default_rng(0) if rng is None else rng
        d, h = input_size, hidden_size
        wx, wh = (_uniform(rng, (rows, 4 * h), h, dtype) for rows in (d, h))
        xp = array_namespace(wx)
        b = xp.zeros_like(wx[0])
        b[h : 2 * h] = forget_bias
        self.params = {"Wx": wx, "Wh": wh, "b": b}
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}


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
        rng = np.random.default_rng(0) if rng is None else rng
        d, h = input_size, hidden_size
        sizes = {"Wx": (d, 3 * h), "Wh": (h, 3 * h), "bx": (3 * h,), "bh": (3 * h,)}
        self.params = {k: _uniform(rng, size, h, dtype) for k, size in sizes.items()}
        xp = array_namespace(self.params["Wx"])
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}
