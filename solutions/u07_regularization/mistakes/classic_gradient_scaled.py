"""the gradient of training is scaled

Training is not scaled here, so the gradient is not either.
"""

EXERCISE = "7.7"
READ = "handout 4"


class ClassicDropout(Dropout):
    def backward(self, dout: Array) -> Array:
        return (
            dout * (1 - self.ratio)
            if self.kept is None
            else dout * self.kept / (1 - self.ratio)
        )
