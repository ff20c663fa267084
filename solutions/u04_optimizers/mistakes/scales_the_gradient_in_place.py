"""the gradient is scaled in place

The gradients belong to the layers. Make a new array with g * lr; g *= lr writes
into theirs.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            g *= self.lr  # noqa: PLW2901 - the mistake
            params[key] -= g
