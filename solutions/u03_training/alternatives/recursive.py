"""A network as nested pairs: the head, and all that follows; losses gathered by reduce."""

from functools import reduce

import numpy as np
from array_api_compat import array_namespace


def log_softmax(x, axis=-1):
    xp = array_namespace(x)
    top = xp.max(x, axis=axis, keepdims=True)
    shifted = xp.subtract(1.0 * x, 1.0 * top)
    return xp.subtract(shifted, xp.log(xp.sum(xp.exp(shifted), axis=axis, keepdims=True)))


def softmax(x, axis=-1):
    xp = array_namespace(x)
    shifted = 1.0 * x - 1.0 * xp.max(x, axis=axis, keepdims=True)
    powers = xp.exp(shifted)
    return powers * (1 / xp.sum(powers, axis=axis, keepdims=True))


class SoftmaxCrossEntropy:
    def __init__(self):
        self.params, self.grads, self.gradient = {}, {}, None

    def forward(self, logits, t):
        log_p = log_softmax(logits)
        value, self.gradient = (self._labels if t.ndim == 1 else self._rows)(log_p, t)
        return value

    def _labels(self, log_p, t):
        xp = array_namespace(log_p)
        each = xp.arange(log_p.shape[0])
        picked = log_p[each, t]
        gap = xp.exp(log_p)
        gap[each, t] = gap[each, t] - 1.0
        return float(-xp.mean(picked)), gap

    def _rows(self, log_p, t):
        xp = array_namespace(log_p)
        rows = xp.astype(t, log_p.dtype)
        return float(-xp.mean(xp.sum(rows * log_p, axis=1))), xp.exp(log_p) - rows

    def backward(self, dout=1.0):
        return self.gradient * dout / self.gradient.shape[0]


class Sequential:
    def __init__(self, layers):
        self.layers = tuple(layers)
        self.params = self._gather("params")
        self.grads = self._gather("grads")

    def _gather(self, what):
        def merge(found, pair):
            place, layer = pair
            return {**found, **{".".join((str(place), key)): value for key, value in getattr(layer, what).items()}}

        return reduce(merge, enumerate(self.layers), {})

    def forward(self, x, train=True):
        return reduce(lambda value, layer: layer.forward(value, train=train), self.layers, x)

    def backward(self, dout):
        try:
            return reduce(lambda value, layer: layer.backward(value), reversed(self.layers), dout)
        finally:
            self.grads.update(self._gather("grads"))


def accuracy(logits, t):
    xp = array_namespace(logits)
    votes = xp.argmax(logits, axis=-1)
    if t.ndim == logits.ndim:
        t = xp.argmax(t, axis=-1)
    return 1.0 - float(xp.count_nonzero(votes != t)) / logits.shape[0]


def minibatches(x, t, batch_size, rng):
    order = np.arange(x.shape[0])
    rng.shuffle(order)
    while order.size:
        head, order = order[:batch_size], order[batch_size:]
        yield x.take(head, axis=0), t.take(head, axis=0)


def train(net, loss, optimizer, x, t, epochs, batch_size, rng):
    def step(batch):
        inputs, targets = batch
        value = loss.forward(net.forward(inputs, train=True), targets)
        net.backward(loss.backward(1.0))
        optimizer.update(net.params, net.grads)
        return value, len(inputs)

    def epoch():
        values, sizes = zip(*map(step, minibatches(x, t, batch_size, rng)))
        return float(np.average(values, weights=sizes))

    return [epoch() for _ in range(epochs)]
