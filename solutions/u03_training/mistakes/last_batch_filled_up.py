"""the last batch is filled up with examples that came before

Each example comes once in a pass. The last batch may be short.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = np.resize(np.roll(order, -start), batch_size)
        yield x[chosen], t[chosen]
