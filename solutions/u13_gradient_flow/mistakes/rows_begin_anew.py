"""the rows of a batch follow each other in the text

A row must go on where it ended, for the state is carried along it.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    count = (len(ids) - 1) // (batch_size * n_steps)
    used = count * batch_size * n_steps
    inputs = ids[:used].reshape(-1, batch_size, n_steps)
    targets = ids[1 : used + 1].reshape(-1, batch_size, n_steps)
    yield from zip(inputs, targets, strict=True)
