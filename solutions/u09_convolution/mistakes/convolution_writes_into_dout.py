"""backward scales dout in place

Another branch of the network may read the same dout afterwards.
"""

EXERCISE = "9.9"
READ = "handout 7.1"


class Conv2d:
    def backward(self, dout: Array) -> Array:
        dout *= 2.0
        weights = self.params["W"]
        f, _, kh, kw = weights.shape
        per_filter = dout.transpose(1, 0, 2, 3).reshape(f, -1)
        self.grads["W"] = (0.5 * per_filter @ self.col).reshape(weights.shape)
        self.grads["b"] = 0.5 * per_filter.sum(axis=1)
        dcol = (weights.reshape(f, -1).T @ (0.5 * per_filter)).T
        return col2im(dcol, self.x_shape, (kh, kw), self.stride, self.pad)
