"""the text is moved by one place to make the targets

The text belongs to whoever calls, who will read it once more.
"""

EXERCISE = "13.11"
READ = "handout 5.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    count = (len(ids) - 1) // (batch_size * n_steps)
    used = count * batch_size * n_steps
    inputs = ids[:used].copy().reshape(batch_size, -1)
    ids[:-1] = ids[1:].copy()
    targets = ids[:used].copy().reshape(batch_size, -1)
    for start in range(0, count * n_steps, n_steps):
        now = slice(start, start + n_steps)
        yield inputs[:, now], targets[:, now]
