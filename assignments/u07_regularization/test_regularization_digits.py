"""Open check of unit 7 that trains on digits of which some have wrong labels."""

import numpy as np

from grader.checks import (
    Student,
    accuracy,
    dataset,
    exercise,
    generator,
    in_turn,
    support,
    trains,
)

Rng = np.random.Generator
TRAIN = '''
"""Two layers of weights, your dropout between them, and your decay on both."""

import numpy as np


def train(student, x, labels, unseen, rng):
    p = {"0.W": rng.normal(size=(64, 48)) / 5.6, "2.W": rng.normal(size=(48, 10)) / 7}
    velocity = {key: 0 * array for key, array in p.items()}
    dropout, t, g = student.Dropout(0.5, rng), np.eye(10)[labels], {}
    for _ in range(100):
        z = x @ p["0.W"]
        h = dropout.forward(np.maximum(z, 0), train=True)
        score = h @ p["2.W"]
        e = np.exp(score - score.max(axis=1, keepdims=True))
        d = (e / e.sum(axis=1, keepdims=True) - t) / len(x)
        g["2.W"] = h.T @ d
        g["0.W"] = x.T @ (dropout.backward(d @ p["2.W"].T) * (z > 0))
        student.add_weight_decay(p, g, 0.01)
        for key, array in p.items():
            velocity[key] = 0.9 * velocity[key] - 0.4 * g[key]
            array += velocity[key]
    return dropout.forward(np.maximum(unseen @ p["0.W"], 0), train=False) @ p["2.W"]
'''
SEEN, UNSEEN = 300, 700
WRONG = 0.3  # the share of labels that are made random


@exercise("7.9")
def test_network_of_both(student: Student, rng: Rng) -> None:
    """Decay and dropout together read new digits after 300 with many wrong labels."""
    digits = dataset("digits", near=__file__)
    x, labels = digits["images"].reshape(-1, 64) / 16, digits["labels"]

    def run(start: Rng) -> float:
        order = start.permutation(len(x))
        seen, new = order[:SEEN], order[SEEN : SEEN + UNSEEN]
        wrong, drawn = start.random(SEEN) < WRONG, start.integers(10, size=SEEN)
        told = np.where(wrong, drawn, labels[seen])
        make, seed = support(student, "both", TRAIN), int(start.integers(2**32))
        given = student, x[seen], told, x[new]
        scores = in_turn(make.train, *given, each=[generator(seed)])[0]
        return accuracy(scores, labels[new])

    measure = f"accuracy on {UNSEEN} digits it has not seen"
    trains(run, rng, reaches=0.75, measure=measure)
