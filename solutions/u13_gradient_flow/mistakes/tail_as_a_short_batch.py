"""what is left over comes as a shorter batch

Every batch has T steps, and the tail is dropped.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    length = max(len(ids) - 1, 0) // batch_size
    inputs = ids[: batch_size * length].reshape(batch_size, length)
    targets = ids[1 : batch_size * length + 1].reshape(batch_size, length)
    for start in range(0, length, n_steps):
        now = slice(start, start + n_steps)
        yield inputs[:, now], targets[:, now]
