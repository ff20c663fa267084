"""the gradient ignores dout

dout is how much whatever comes after grows with this loss. It multiplies the gradient.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        return (self.p - self.target) / len(self.p)
