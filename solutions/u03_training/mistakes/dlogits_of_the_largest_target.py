"""backward rounds target rows to label rows

A row may spread over several classes: p less the row as it was given.
"""

EXERCISE = "3.3"
READ = "handout 3.3"


class SoftmaxCrossEntropy:
    def backward(self, dout: float = 1.0) -> Array:
        xp = array_namespace(self.p)
        n, c = self.p.shape
        hard = xp.argmax(self.target, axis=1)[:, None] == xp.arange(c)
        return (self.p - xp.astype(hard, self.p.dtype)) * (dout / n)
