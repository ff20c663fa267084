"""where the ReLU is open is kept in training only

backward belongs to the latest forward, and that may have been an evaluation.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        if train or not hasattr(self, "is_open"):
            self.is_open = total > 0
        return xp.maximum(total, 0)
