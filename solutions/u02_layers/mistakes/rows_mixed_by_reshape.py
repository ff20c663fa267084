"""entries of several examples are put into one row

`x.reshape(-1, N)` cuts x into rows of N numbers, wherever an example ends.
"""

EXERCISE = "2.1"
READ = "handout 2.1"


class Affine:
    def forward(self, x: Array, train: bool = True) -> Array:
        """Return x W + b."""
        self.x_shape = x.shape
        self.rows = x.reshape(-1, x.shape[0]).T
        return self.rows @ self.params["W"] + self.params["b"]
