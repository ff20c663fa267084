"""the gradient for x is kept in grads

grads is for what is learned, and an optimizer looks for its keys in params.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class ClassicDropout:
    def backward(self, dout: Array) -> Array:
        dx = dout * (1 - self.ratio) if self.kept is None else dout * self.kept
        self.grads["x"] = dx
        return dx
