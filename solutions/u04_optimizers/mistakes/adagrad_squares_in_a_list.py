"""the squares of the rows are gathered in a list

A list comprehension is a loop too. `g**2` squares all rows in one call.
"""

EXERCISE = "4.10"
READ = "handout 6.5"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s += array_namespace(g).stack([row * row for row in g])
            p -= self.lr * g / (square_root(s) + self.eps)
