"""W is reshaped to (-1, F)

That mixes the filters: each filter is a row of W.reshape(F, -1).
"""

EXERCISE = "9.3"
READ = "handout 3.1"


class Conv2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        """Return (N, F, oh, ow) images."""
        weights, self.x_shape = self.params["W"], x.shape
        f, _, kh, kw = weights.shape
        self.col = im2col(x, (kh, kw), self.stride, self.pad)
        out = weights.reshape(-1, f).T @ self.col.T + self.params["b"][:, None]
        oh = (x.shape[2] + 2 * self.pad - kh) // self.stride + 1
        return out.reshape(f, x.shape[0], oh, -1).transpose(1, 0, 2, 3)
