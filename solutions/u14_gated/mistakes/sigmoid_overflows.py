"""the sigmoid takes e to the power of 10 000

Far below zero 1 / (1 + e^-x) overflows on its way to 0. A tanh of half of x does not.
"""

EXERCISE = "14.9"
READ = "handout 6.1"


def _sigmoid(xp: Namespace, x: Array) -> Array:
    out: Array = 1 / (1 + xp.exp(-x))
    return out
