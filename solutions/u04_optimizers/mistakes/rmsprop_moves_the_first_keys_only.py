"""only the keys of the first update are ever moved

A layer may be thawed later, and its keys come with it. Go through the keys of grads
in each update.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        if not self.s:
            self.s = {key: 0 * g for key, g in grads.items()}
        for key in self.s.keys() & grads.keys():
            p, g, s = params[key], grads[key], self.s[key]
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + self.eps)
