"""step goes through x entry by entry

`np.vectorize` is a loop with another name. A comparison takes the whole array.
"""

EXERCISE = "1.12"
READ = "handout 8.4"


def step(x: Array) -> Bits:
    """Return the answers to the sums."""
    return np.vectorize(lambda v: 1 if v > 0 else 0, otypes=[int])(x)
