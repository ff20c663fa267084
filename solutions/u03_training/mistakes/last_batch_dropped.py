"""the last, short batch is left out

All examples come in each pass. The last batch has what is left.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the batches of one pass."""
    order = rng.permutation(len(x))
    for number in range(len(x) // batch_size):
        chosen = order[number * batch_size : (number + 1) * batch_size]
        yield x[chosen], t[chosen]
