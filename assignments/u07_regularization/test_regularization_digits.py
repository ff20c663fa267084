"""Open check of unit 7 that trains on digits of which some have wrong labels."""

import numpy as np

from grader.checks import (
    Student,
    accuracy,
    dataset,
    exercise,
    generator,
    in_turn,
    narrowed,
    require,
    support,
    trains,
)

Rng = np.random.Generator
TRAIN = '''
"""Two layers around a ReLU and your dropout; your decay, and momentum."""

import numpy as np


def train(student, x, labels, unseen, decay, ratio, rng):
    p = {"0.W": rng.normal(size=(64, 48)) / 5.6, "2.W": rng.normal(size=(48, 10)) / 7}
    p["0.b"], p["2.b"] = np.zeros(48), np.zeros(10)
    velocity = {key: 0 * array for key, array in p.items()}
    dropout, t, g = student.Dropout(ratio, rng), np.eye(10)[labels], {}
    for _ in range(120):
        z = x @ p["0.W"] + p["0.b"]
        h = dropout.forward(np.maximum(z, 0), train=True)
        score = h @ p["2.W"] + p["2.b"]
        e = np.exp(score - score.max(axis=1, keepdims=True))
        d = (e / e.sum(axis=1, keepdims=True) - t) / len(x)
        g["2.W"], g["2.b"] = h.T @ d, d.sum(axis=0)
        d = dropout.backward(d @ p["2.W"].T) * (z > 0)
        g["0.W"], g["0.b"] = x.T @ d, d.sum(axis=0)
        student.add_weight_decay(p, g, decay)
        for key, array in p.items():
            velocity[key] = 0.9 * velocity[key] - 0.4 * g[key]
            array += velocity[key]
    h = dropout.forward(np.maximum(unseen @ p["0.W"] + p["0.b"], 0), train=False)
    return h @ p["2.W"] + p["2.b"]
'''
SEEN, UNSEEN = 300, 700
WRONG = 0.3  # the share of labels that are made random
REACHES = 0.75
NAMES = ("add_weight_decay", "Dropout")
SETTINGS = ((0.02, 0.0), (0.0, 0.6))  # decay alone, dropout alone


@exercise("7.9")
def test_networks_read_digits(student: Student, rng: Rng) -> None:
    """Networks with weight decay or dropout read digits in spite of wrong labels."""
    digits = dataset("digits", near=__file__)
    x, labels = digits["images"].reshape(-1, 64) / 16, digits["labels"]

    def run(start: Rng) -> list[float]:
        order = start.permutation(len(x))
        seen, new = order[:SEEN], order[SEEN : SEEN + UNSEEN]
        wrong, drawn = start.random(SEEN) < WRONG, start.integers(10, size=SEEN)
        told = np.where(wrong, drawn, labels[seen])
        module, seed = support(student, "noisy", TRAIN), int(start.integers(2**32))
        each = [(decay, ratio, generator(seed)) for decay, ratio in SETTINGS]
        found = in_turn(module.train, student, x[seen], told, x[new], each=each)
        return [accuracy(scores, labels[new]) for scores in found]

    measure = f"accuracy on {UNSEEN} new digits, the lower of decay's and dropout's"
    with narrowed(lambda: tell_which(run(rng.spawn(1)[0]))):
        trains(lambda start: min(run(start)), rng, reaches=REACHES, measure=measure)


def tell_which(found: list[float]) -> None:
    """Name the network that learns too little, where the other learns enough."""
    low = [name for name, each in zip(NAMES, found, strict=True) if each < REACHES]
    said = f"It is the network with {' and '.join(low)}; the other learns enough."
    require(len(low) != 1, said, cause=said)
