"""the gradient passes where the sum is exactly 0

In this course the slope of the ReLU at 0 is 0: open means greater than 0.
"""

EXERCISE = "10.3"
READ = "handout 3.2"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        self.is_open = total >= 0
        return xp.maximum(total, 0)
