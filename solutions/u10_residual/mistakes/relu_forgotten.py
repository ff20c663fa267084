"""the ReLU after the sum is left out

That is PreActivationBlock. Here the sum goes through a ReLU before it leaves the
block.
"""

EXERCISE = "10.2"
READ = "handout 3.1"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        total = _sum(self, x, train=train)
        self.is_open = total < float("inf")
        return total
