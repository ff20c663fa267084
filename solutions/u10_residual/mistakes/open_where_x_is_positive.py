"""the ReLU is taken to be open where x is positive

It is open where the sum of branch and shortcut is positive.
"""

EXERCISE = "10.3"
READ = "handout 3.2"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        self.is_open = (x > 0) if x.shape == total.shape else (total > 0)
        return xp.maximum(total, 0)
