"""the gradient for b is a mean

Every window of every image adds its share: a sum.
"""

EXERCISE = "9.4"
READ = "handout 3.2"


class Conv2d:
    def backward(self, dout: Array) -> Array:
        weights = self.params["W"]
        f, _, kh, kw = weights.shape
        per_filter = dout.transpose(1, 0, 2, 3).reshape(f, -1)
        self.grads["W"] = (per_filter @ self.col).reshape(weights.shape)
        self.grads["b"] = per_filter.mean(axis=1)
        dcol = (weights.reshape(f, -1).T @ per_filter).T
        return col2im(dcol, self.x_shape, (kh, kw), self.stride, self.pad)
