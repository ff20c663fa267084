"""the padding is forgotten on the way back

dx is cut out where the image was: give col2im the pad of forward.
"""

EXERCISE = "9.4"
READ = "handout 3.2"


class Conv2d:
    def backward(self, dout: Array) -> Array:
        weights = self.params["W"]
        f, _, kh, kw = weights.shape
        per_filter = dout.transpose(1, 0, 2, 3).reshape(f, -1)
        self.grads["W"] = (per_filter @ self.col).reshape(weights.shape)
        self.grads["b"] = per_filter.sum(axis=1)
        dcol = (weights.reshape(f, -1).T @ per_filter).T
        n, c, h, w = self.x_shape
        wide = n, c, h + 2 * self.pad, w + 2 * self.pad
        return col2im(dcol, wide, (kh, kw), self.stride, 0)[:, :, :h, :w]
