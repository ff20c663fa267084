"""pixels are clipped to what a byte can hold

Not every image is a photograph: what an earlier layer made may be any number up to 10
000.
"""

EXERCISE = "9.10"
READ = "handout 7.2"


class Conv2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        weights, self.x_shape = self.params["W"], x.shape
        f, _, kh, kw = weights.shape
        self.col = im2col(x.clip(-255, 255), (kh, kw), self.stride, self.pad)
        out = weights.reshape(f, -1) @ self.col.T + self.params["b"][:, None]
        oh = (x.shape[2] + 2 * self.pad - kh) // self.stride + 1
        return out.reshape(f, x.shape[0], oh, -1).transpose(1, 0, 2, 3)
