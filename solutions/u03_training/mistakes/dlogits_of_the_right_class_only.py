"""only the logit of the right class gets a gradient

Every logit stands in the sum that all probabilities are divided by.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        n = len(self.p)
        return self.target * (self.p - 1) * (dout / n)
