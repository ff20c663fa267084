"""every batch is written into the same two arrays

Whoever keeps a batch finds the last one in its place.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    count = (len(ids) - 1) // (batch_size * n_steps)
    used = count * batch_size * n_steps
    inputs = ids[:used].reshape(batch_size, -1)
    targets = ids[1 : used + 1].reshape(batch_size, -1)
    x = np.empty((batch_size, n_steps), ids.dtype)
    y = np.empty((batch_size, n_steps), ids.dtype)
    for start in range(0, count * n_steps, n_steps):
        x[...] = inputs[:, start : start + n_steps]
        y[...] = targets[:, start : start + n_steps]
        yield x, y
