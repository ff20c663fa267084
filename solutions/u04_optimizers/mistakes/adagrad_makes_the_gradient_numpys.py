"""the gradient is made an array of NumPy's

np.asarray would fetch the gradient from the GPU. It is an array already: use it as
it is.
"""

EXERCISE = "4.11"
READ = "handout 6.6"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key in grads:
            p, g = params[key], np.asarray(grads[key])
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)
