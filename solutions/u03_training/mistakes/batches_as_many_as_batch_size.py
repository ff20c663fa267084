"""the data is cut into batch_size parts

batch_size is how many examples a batch has, and not how many batches there are.
"""

EXERCISE = "3.6"
READ = "handout 5.1"


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the data in parts."""
    for chosen in np.array_split(rng.permutation(len(x)), batch_size):
        yield x[chosen], t[chosen]
