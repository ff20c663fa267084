"""examples are drawn with replacement

Some come twice and a third of them never. A permutation has each of them once.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    order = rng.integers(len(x), size=len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], t[chosen]
