"""a ReLU is taken after the sum of PreActivationBlock

Nothing stands between one sum and the next there: negative numbers travel on.
"""

EXERCISE = "10.4"
READ = "handout 4.1"


class PreActivationBlock:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        total = _sum(self, x, train=train)
        self.is_open = total > 0
        return xp.maximum(total, 0)

    def backward(self, dout: Array) -> Array:
        return _sum_backward(self, dout * self.is_open)
