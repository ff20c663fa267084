"""backward takes the target off the probabilities that forward kept

The second time they are no probabilities any more: compute with a new array.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        self.p -= self.target
        return self.p * (dout / len(self.p))
