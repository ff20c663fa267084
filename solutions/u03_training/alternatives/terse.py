"""As few lines as possible: eye for rows, properties that look into the layers."""

import numpy as np
from array_api_compat import array_namespace


def softmax(x, axis=-1):
    xp = array_namespace(x)
    return xp.exp(log_softmax(x, axis))


def log_softmax(x, axis=-1):
    xp = array_namespace(x)
    z = x / 1.0 - (x / 1.0).max(axis, keepdims=True)
    return z - xp.log(xp.exp(z).sum(axis, keepdims=True))


class SoftmaxCrossEntropy:
    params, grads = {}, {}

    def forward(self, logits, t):
        xp = array_namespace(logits)
        lp = log_softmax(logits)
        t = xp.eye(logits.shape[1])[t] if t.ndim < 2 else t
        self.d = (xp.exp(lp) - t.astype(lp.dtype)) / len(t)
        return -float((t * lp).sum() / len(t))

    def backward(self, dout=1.0):
        return self.d * dout


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    params = property(lambda self: {f"{i}.{k}": v for i, l in enumerate(self.layers) for k, v in l.params.items()})
    grads = property(lambda self: {f"{i}.{k}": v for i, l in enumerate(self.layers) for k, v in l.grads.items()})

    def forward(self, x, train=True):
        for l in self.layers:
            x = l.forward(x, train=train)
        return x

    def backward(self, dout):
        for l in self.layers[::-1]:
            dout = l.backward(dout)
        return dout


def accuracy(logits, t):
    return float((logits.argmax(1) == (t.argmax(1) if t.ndim == 2 else t)).mean())


def minibatches(x, t, batch_size, rng):
    i = rng.permutation(len(t))
    return ((x[j], t[j]) for j in np.split(i, range(batch_size, len(i), batch_size)))


def train(net, loss, optimizer, x, t, epochs, batch_size, rng):
    history = []
    for _ in range(epochs):
        history.append(0)
        for a, b in minibatches(x, t, batch_size, rng):
            history[-1] += loss.forward(net.forward(a, train=True), b) * len(b) / len(t)
            net.backward(loss.backward())
            optimizer.update(net.params, net.grads)
    return history
