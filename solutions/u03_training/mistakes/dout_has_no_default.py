"""backward must be given a dout

A loss is the end of the chain: its gradient for itself is 1, the default of the stub.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float) -> Array:
        n = len(self.p)
        return (self.p - self.target) * (dout / n)
