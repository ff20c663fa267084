"""b is made by np.zeros, wherever the other parameters live

It stays in the computer's own memory and does not mix with what rng draws on a GPU.
"""

EXERCISE = "14.12"
READ = "handout 6.5"


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
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        wx, wh = (_uniform(rng, (rows, 4 * h), h, dtype) for rows in (d, h))
        xp = array_namespace(wx)
        b = np.zeros(4 * h, dtype=dtype)
        b[h : 2 * h] = forget_bias
        self.params = {"Wx": wx, "Wh": wh, "b": b}
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}
