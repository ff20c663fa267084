"""a batch is put together in a loop over its examples

x[chosen] takes an array of places and gives all of their rows.
"""

EXERCISE = "3.12"
READ = "handout 6.4"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield np.array([x[i] for i in chosen]), np.array([t[i] for i in chosen])
