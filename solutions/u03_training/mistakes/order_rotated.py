"""the data are turned around by a random number of places

Neighbours stay together. A permutation parts them.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    order = np.roll(np.arange(len(x)), int(rng.integers(len(x))))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], t[chosen]
