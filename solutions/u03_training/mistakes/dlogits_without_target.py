"""the target is not taken off the probabilities

Where the probabilities are right, nothing should move: their gradient is 0.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        n = len(self.p)
        return self.p * (dout / n)
