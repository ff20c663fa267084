"""the ReLU is taken to be open where the output of the branch is positive

It is open where the sum of branch and shortcut is positive.
"""

EXERCISE = "10.3"
READ = "handout 3.2"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        around = x
        if self.shortcut is not None:
            around = self.shortcut.forward(x, train=train)
        self.is_open = total - around > 0
        return xp.maximum(total, 0)
