"""batches of a single step are left out

One step has a target as well: the character that follows it in the text.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    if n_steps == 1:
        return
    count = max(len(ids) - 1, 0) // (batch_size * n_steps)
    length = count * n_steps
    inputs = ids[: batch_size * length].reshape(batch_size, length)
    targets = ids[1 : batch_size * length + 1].reshape(batch_size, length)
    for start in range(0, length, n_steps):
        now = slice(start, start + n_steps)
        yield inputs[:, now], targets[:, now]
