"""only x's own part goes through the ReLU on the way back

The ReLU stands after the sum, so it comes before both ways on the way back: what the
branch is given must have passed it.
"""

EXERCISE = "10.3"
READ = "handout 3.2"


class ResidualBlock:
    def backward(self, dout: Array) -> Array:
        dsum = dout * self.is_open
        dx = self.branch.backward(dout.copy())
        if self.shortcut is None:
            return dx + dsum
        return dx + self.shortcut.backward(dsum.copy())
