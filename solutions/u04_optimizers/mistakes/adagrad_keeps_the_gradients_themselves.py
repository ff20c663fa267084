"""all gradients so far are kept in a list, to be squared and added

A layer may write its next gradient into the same array, and every entry of the list
changes with it. Keep the sum, in an array of your own.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class AdaGrad:
    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr = lr
        self.eps = eps
        self.past: dict[str, list[Array]] = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            past = self.past.setdefault(key, [])
            past.append(g)
            s = sum(each**2 for each in past)
            params[key] -= self.lr * g / (square_root(s) + self.eps)
