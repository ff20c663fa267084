"""Objects for everything: shifted numbers, a target, a sampler, a running mean, a trainer."""


from array_api_compat import array_namespace


class Shifted:
    """Numbers below their maximum, with what is made of them."""

    def __init__(self, x, axis):
        self.xp = array_namespace(x)
        values = x if x.dtype.kind == "f" else self.xp.astype(x, self.xp.float64)
        self.axis = axis
        self.values = values - self.xp.max(values, axis=axis, keepdims=True)

    @property
    def powers(self):
        return self.xp.exp(self.values)

    @property
    def total(self):
        return self.xp.sum(self.powers, axis=self.axis, keepdims=True)


def softmax(x, axis=-1):
    shifted = Shifted(x, axis)
    return shifted.powers / shifted.total


def log_softmax(x, axis=-1):
    shifted = Shifted(x, axis)
    return shifted.values - shifted.xp.log(shifted.total)


class Target:
    def __init__(self, t, classes, xp, dtype):
        self.t, self.classes, self.xp, self.dtype = t, classes, xp, dtype

    def rows(self):
        if len(self.t.shape) > 1:
            return self.xp.astype(self.t, self.dtype)
        places = self.xp.arange(self.classes)[None, :]
        return self.xp.where(self.t[:, None] == places, 1.0, 0.0).astype(self.dtype)


class SoftmaxCrossEntropy:
    def __init__(self):
        self.params = {}
        self.grads = {}

    def forward(self, logits, t):
        xp = array_namespace(logits)
        self.logits = logits * 1.0
        log_p = log_softmax(logits)
        self.rows = Target(t, logits.shape[1], xp, log_p.dtype).rows()
        return float(-(self.rows * log_p).sum(axis=1).mean())

    def backward(self, dout=1.0):
        gap = softmax(self.logits) - self.rows
        return gap * float(dout) / gap.shape[0]


class Sequential:
    def __init__(self, layers):
        self.layers = list(layers)
        self.params = dict(self._named("params"))
        self.grads = dict(self._named("grads"))

    def _named(self, what):
        for place in range(len(self.layers)):
            for name, array in getattr(self.layers[place], what).items():
                yield "%d.%s" % (place, name), array

    def forward(self, x, train=True):
        out = x
        for layer in iter(self.layers):
            out = layer.forward(out, train=train)
        return out

    def backward(self, dout):
        gradient = dout
        for place in range(len(self.layers) - 1, -1, -1):
            gradient = self.layers[place].backward(gradient)
        self.grads = dict(self._named("grads"))
        return gradient


class Mean:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def add(self, value, count):
        self.total += value * count
        self.count += count

    def __float__(self):
        return self.total / self.count


def accuracy(logits, t):
    labels = t if t.ndim == 1 else t.argmax(axis=-1)
    return (logits.argmax(axis=-1) == labels).mean()


class Batches:
    def __init__(self, x, t, batch_size, rng):
        self.x, self.t, self.size, self.rng = x, t, batch_size, rng

    def __iter__(self):
        order = self.rng.choice(len(self.x), size=len(self.x), replace=False)
        x, t = self.x[order], self.t[order]
        for start in range(0, len(x), self.size):
            yield x[start : start + self.size], t[start : start + self.size]


def minibatches(x, t, batch_size, rng):
    return iter(Batches(x, t, batch_size, rng))


class Trainer:
    def __init__(self, net, loss, optimizer):
        self.net, self.loss, self.optimizer = net, loss, optimizer

    def step(self, x, t):
        value = self.loss.forward(self.net.forward(x, train=True), t)
        self.net.backward(self.loss.backward())
        self.optimizer.update(self.net.params, self.net.grads)
        return value

    def epoch(self, batches):
        mean = Mean()
        for x, t in batches:
            mean.add(self.step(x, t), len(x))
        return float(mean)


def train(net, loss, optimizer, x, t, epochs, batch_size, rng):
    trainer = Trainer(net, loss, optimizer)
    batches = Batches(x, t, batch_size, rng)
    return [trainer.epoch(batches) for _ in range(epochs)]
