"""the two answers are exchanged

`np.where(condition, a, b)` takes a where the condition is true.
"""

EXERCISE = "1.1"
READ = "handout 2.1"


def step(x: Array) -> Bits:
    """Return the answers to the sums."""
    return np.where(x > 0, 0, 1)
