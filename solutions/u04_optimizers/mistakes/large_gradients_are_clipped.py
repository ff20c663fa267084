"""gradients beyond a limit are cut off

Nothing in the formula limits a gradient. Clipping is a choice of its own, with a
unit of its own.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            params[key] -= self.lr * g.clip(-100, 100)
