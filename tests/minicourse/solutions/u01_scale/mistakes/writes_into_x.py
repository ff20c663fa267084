"""forward scales its input in place

The array belongs to the caller, who may still need it.
"""

EXERCISE = "1.3"


class Scale:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.x = x.copy()
        x *= self.params["gamma"]
        return x
