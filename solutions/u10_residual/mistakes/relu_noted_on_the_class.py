"""where the ReLU is open is kept on the class

All blocks of a network share it there: the last block's forward decides for all of
them.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


class ResidualBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        ResidualBlock.is_open = total > 0
        return xp.maximum(total, 0)
