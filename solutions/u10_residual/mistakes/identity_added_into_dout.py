"""PreActivationBlock adds the branch's gradient into dout itself

dx = dout makes a second name, not a second array, and dout belongs to the caller.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


class PreActivationBlock:
    def backward(self, dout: Array) -> Array:
        part = self.branch.backward(dout.copy())
        if self.shortcut is not None:
            return part + self.shortcut.backward(dout.copy())
        dx = dout
        dx += part
        return dx
