"""As few lines as possible."""

import numpy as np


class PreActivationBlock:
    def __init__(self, branch, shortcut=None):
        self.b, self.s = branch, shortcut

    def named(self, a):
        return {f"{n}.{k}": v for n, l in (("branch", self.b), ("shortcut", self.s)) if l for k, v in getattr(l, a).items()}

    params = property(lambda self: self.named("params"))
    grads = property(lambda self: self.named("grads"))

    def forward(self, x, train=True):
        return self.b.forward(x, train=train) + (self.s.forward(x, train=train) if self.s else x)

    def backward(self, d):
        return self.b.backward(+d) + (self.s.backward(+d) if self.s else d)


class ResidualBlock(PreActivationBlock):
    def forward(self, x, train=True):
        y = super().forward(x, train=train)
        self.on = y > 0
        return y * self.on

    def backward(self, d):
        return super().backward(d * self.on)


def plain_gradient(js, d):
    for j in js[::-1]:
        d = d @ j
    return d


def residual_gradient(js, d):
    return d if not len(js) else (lambda g: g + g @ js[0])(residual_gradient(js[1:], d))


def gradient_norms(blocks, x, dout):
    for b in blocks:
        x = b.forward(x, train=True)
    out = []
    for b in blocks[::-1]:
        out, dout = [float(np.linalg.norm(dout.ravel()))] + out, b.backward(dout)
    return out
