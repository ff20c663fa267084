"""the block takes a ReLU of x before the branch

The ReLU in front of the weights is part of the branch, which brings its own.
"""

EXERCISE = "10.4"
READ = "handout 4.1"


class PreActivationBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        around = x if self.shortcut is None else self.shortcut.forward(x, train=train)
        self.was_positive = x > 0
        return self.branch.forward(xp.maximum(x, 0), train=train) + around

    def backward(self, dout: Array) -> Array:
        around = dout if self.shortcut is None else self.shortcut.backward(dout.copy())
        return self.branch.backward(dout.copy()) * self.was_positive + around
