"""step writes its answers into x

`x[...] =` changes the array that was passed in.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def step(x: Array) -> Bits:
    """Return the answers to the sums."""
    if x.ndim and x.flags.writeable and x.dtype.kind == "f":
        x[...] = x > 0
        return x.astype(int)
    return np.where(x > 0, 1, 0)
