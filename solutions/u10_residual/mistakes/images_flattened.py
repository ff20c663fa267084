"""x is flattened to a matrix first

A block asks nothing of the shape of x: the layers know what they take.
"""

EXERCISE = "10.2"
READ = "handout 3.1"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        total = total.reshape(total.shape[0], -1)
        self.is_open = total > 0
        return xp.maximum(total, 0)
