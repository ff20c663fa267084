"""a gradient in the same array as before is taken for the same gradient

The layer writes its next gradient into the array that is there: look at the numbers,
not at which array holds them.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class SGD:
    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr
        self.latest: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            if self.latest.get(key) is not g:
                params[key] -= self.lr * g
            self.latest[key] = g
