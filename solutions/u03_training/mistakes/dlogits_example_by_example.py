"""backward goes through the examples one by one

Probabilities less target is one difference of two arrays.
"""

EXERCISE = "3.12"
READ = "handout 6.4"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        xp = array_namespace(self.p)
        n = len(self.p)
        return xp.stack([(self.p[i] - self.target[i]) * (dout / n) for i in range(n)])
