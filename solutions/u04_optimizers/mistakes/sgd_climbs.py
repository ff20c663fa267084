"""the step goes up the slope

The gradient points to where the loss grows. You want to go the other way.
"""

EXERCISE = "4.1"
READ = "handout 1.1"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            params[key] += self.lr * g
