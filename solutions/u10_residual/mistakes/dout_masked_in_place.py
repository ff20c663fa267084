"""the ReLU is applied to dout in place

dout belongs to the caller, who may read it again. dout * mask makes a new array, and
dout *= mask does not.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


class ResidualBlock:
    def backward(self, dout: Array) -> Array:
        dout *= self.is_open
        return _sum_backward(self, dout)
