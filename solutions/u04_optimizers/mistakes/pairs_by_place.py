"""parameters and gradients are paired by their place in the dictionaries

A dictionary's order is not part of the agreement. Look the parameter up by the
gradient's key.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for p, g in zip(params.values(), grads.values(), strict=False):
            p -= self.lr * g  # noqa: PLW2901 - edits the array
