"""the answers are 0.0 and 1.0

Two plain integers in `np.where` make an array of integers.
"""

EXERCISE = "1.9"
READ = "handout 8.1"


def step(x: Array) -> Bits:
    """Return the answers to the sums."""
    return np.where(x > 0, 1.0, 0.0)
