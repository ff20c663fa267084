"""a forget_bias of 0 is taken for one that is missing

In Python `0.0 or 1.0` is 1.0. Use the number as it is given.
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
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        wx, wh = (_uniform(rng, (rows, 4 * h), h, dtype) for rows in (d, h))
        xp = array_namespace(wx)
        b = xp.zeros_like(wx[0])
        b[h : 2 * h] = forget_bias or 1.0
        self.params = {"Wx": wx, "Wh": wh, "b": b}
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}
