"""dout is not scaled

Forward divided what it kept by 1 - ratio, so its slope is 1 / (1 - ratio).
"""

EXERCISE = "7.5"
READ = "handout 3.3"


class Dropout:
    def backward(self, dout: Array) -> Array:
        return dout if self.kept is None else dout * self.kept
