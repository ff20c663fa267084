"""backward uses the choice up

A second backward after one forward must give the same again.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class Dropout:
    def backward(self, dout: Array) -> Array:
        kept, self.kept = self.kept, None
        return dout if kept is None else dout * kept / (1 - self.ratio)
