"""the gradient is taken apart into its direction and its length

A gradient of zero has no direction: 0 / 0 is no number. The product of the two is
the gradient, so use it as it is.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            length = square_root((g**2).sum())
            direction = g / length
            params[key] -= self.lr * length * direction
