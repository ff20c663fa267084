"""the parameters are normally distributed

rng.standard_normal gives numbers of any size; here all sizes up to the bound are
equally likely.
"""

EXERCISE = "12.3"
READ = "handout 3.1"


class RNN:
    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bidirectional: bool = False,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.hidden_size, self.num_layers = hidden_size, num_layers
        self.directions = {"": 1, "r": -1} if bidirectional else {"": 1}
        rng = np.random.default_rng() if rng is None else rng
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        above = [hidden_size * len(self.directions)] * (num_layers - 1)
        for layer, size in enumerate([input_size, *above]):
            for letter in self.directions:
                rows = {"Wx": (size,), "Wh": (hidden_size,), "b": ()}
                for key, first in rows.items():
                    drawn = rng.standard_normal((*first, hidden_size)) / 3**0.5
                    scaled = (drawn / hidden_size**0.5).astype(dtype)
                    self.params[f"l{layer}{letter}.{key}"] = scaled
        self.grads = {key: 0 * array for key, array in self.params.items()}
