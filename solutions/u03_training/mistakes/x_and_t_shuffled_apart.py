"""x and t are shuffled by two orders

What belongs together must stay together: draw one order and choose from both by it.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    order, other = rng.permutation(len(x)), rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        stop = start + batch_size
        yield x[order[start:stop]], t[other[start:stop]]
