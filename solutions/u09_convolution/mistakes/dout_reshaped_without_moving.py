"""dout is reshaped without moving the axis of the filters

Filters come second in dout: bring them to the front first.
"""

EXERCISE = "9.4"
READ = "handout 3.2"


class Conv2d:
    def backward(self, dout: Array) -> Array:
        weights = self.params["W"]
        f, _, kh, kw = weights.shape
        per_filter = dout.reshape(f, -1)
        self.grads["W"] = (per_filter @ self.col).reshape(weights.shape)
        self.grads["b"] = per_filter.sum(axis=1)
        dcol = (weights.reshape(f, -1).T @ per_filter).T
        return col2im(dcol, self.x_shape, (kh, kw), self.stride, self.pad)
