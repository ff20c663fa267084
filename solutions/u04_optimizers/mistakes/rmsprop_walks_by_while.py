"""the rows are taken one by one with `while`

A counter that goes from row to row is a loop, also without `for`. The formula takes
the whole array.
"""

EXERCISE = "4.10"
READ = "handout 6.5"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p, row = params[key], 0
            s = _kept(self.s, key, p)
            s *= self.decay_rate
            while row < len(g):
                s[row] += (1 - self.decay_rate) * g[row] ** 2
                row += 1
            p -= self.lr * g / (square_root(s) + self.eps)
