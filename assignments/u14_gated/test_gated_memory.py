"""Open check of unit 14 that trains your LSTM to remember one number for long."""

import numpy as np

from grader.checks import Student, accuracy, exercise, in_turn, support, trains

Rng = np.random.Generator
STEPS, UNSEEN, SEEDS = 36, 300, 2**32
NETWORK = """
import numpy as np

HIDDEN, BATCH, UPDATES, RATE = 12, 32, 50, 0.015


def sequences(rng, bits, steps):
    x = np.zeros((len(bits), steps, 2))
    x[:, 0, 0] = 4.0 * bits - 2.0
    x[:, 1:, 1] = rng.standard_normal((len(bits), steps - 1))
    return x


class Adam:
    def __init__(self, params):
        self.params, self.t = params, 0
        self.m = {key: np.zeros_like(each) for key, each in params.items()}
        self.v = {key: np.zeros_like(each) for key, each in params.items()}

    def update(self, grads):
        self.t += 1
        for key, grad in grads.items():
            self.m[key] += 0.1 * (grad - self.m[key])
            self.v[key] += 0.01 * (grad**2 - self.v[key])
            m = self.m[key] / (1 - 0.9**self.t)
            v = self.v[key] / (1 - 0.99**self.t)
            self.params[key] -= RATE * m / (np.sqrt(v) + 1e-8)


def train(student, unseen, seed):
    rng = np.random.default_rng(seed)
    layer = student.LSTM(2, HIDDEN, rng, forget_bias=4.0)
    w = rng.standard_normal(HIDDEN) / np.sqrt(HIDDEN)
    adam = Adam({**layer.params, "w": w})
    with np.errstate(all="ignore"):
        for _ in range(UPDATES):
            bits = rng.integers(2, size=BATCH)
            out, _ = layer.forward(sequences(rng, bits, unseen.shape[1]), train=True)
            last = out[:, -1]
            dscore = (0.5 + 0.5 * np.tanh(last @ w / 2) - bits) / BATCH
            dout = np.zeros_like(out)
            dout[:, -1] = dscore[:, np.newaxis] * w
            layer.backward(dout)
            adam.update({**layer.grads, "w": last.T @ dscore})
        score = layer.forward(unseen, train=False)[0][:, -1] @ w
    return np.stack([-score, score], axis=1)
"""


@exercise("14.13")
def test_a_bit_is_remembered(student: Student, rng: Rng) -> None:
    """After 50 updates your LSTM recalls a bit that it saw 35 steps before."""

    def run(start: Rng) -> float:
        bits = start.integers(2, size=UNSEEN)
        x = np.zeros((UNSEEN, STEPS, 2))
        x[:, 0, 0] = 4.0 * bits - 2.0
        x[:, 1:, 1] = start.standard_normal((UNSEEN, STEPS - 1))
        network, seed = support(student, "network", NETWORK), int(start.integers(SEEDS))
        scores = in_turn(network.train, student, x, each=[seed])[0]
        return accuracy(scores, bits)

    trains(run, rng, reaches=0.9, measure=f"accuracy on {UNSEEN} unseen sequences")
