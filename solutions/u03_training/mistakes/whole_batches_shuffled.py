"""the data are cut first, and only the batches are shuffled

Neighbours stay together for ever. Shuffle the examples, then cut.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    starts = np.arange(0, len(x), batch_size)
    for start in rng.permutation(starts):
        stop = start + batch_size
        yield x[start:stop].copy(), t[start:stop].copy()
