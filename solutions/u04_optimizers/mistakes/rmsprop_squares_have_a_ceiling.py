"""the mean of the squares is cut off at 10 000

With huge gradients the step is then divided by too little, and is huge as well.
Nothing in the formula limits the memory.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            s[...] = s.clip(0, 10_000)
            p -= self.lr * g / (square_root(s) + self.eps)
