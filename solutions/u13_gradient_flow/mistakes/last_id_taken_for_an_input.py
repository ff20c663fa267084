"""the last id counts as an input

Nothing follows it, so it has no target: one id less can be an input.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    count = len(ids) // (batch_size * n_steps)
    used = count * batch_size * n_steps
    inputs = ids[:used].reshape(batch_size, -1)
    targets = np.roll(ids, -1)[:used].reshape(batch_size, -1)
    for start in range(0, count * n_steps, n_steps):
        now = slice(start, start + n_steps)
        yield inputs[:, now], targets[:, now]
