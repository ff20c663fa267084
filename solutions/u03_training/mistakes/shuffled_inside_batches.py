"""the data are cut first, and each batch is shuffled in itself

A mean does not see the order inside of a batch. Shuffle the examples, then cut.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    for start in range(0, len(x), batch_size):
        chosen = start + rng.permutation(min(batch_size, len(x) - start))
        yield x[chosen], t[chosen]
