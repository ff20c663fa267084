"""the parameter is made contiguous before it moves

Where the numbers of an array do not lie in a row, as in a transpose, that is a copy,
and the array itself stays as it was. No formula here needs a row.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = array_namespace(g).ascontiguousarray(params[key])
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)
