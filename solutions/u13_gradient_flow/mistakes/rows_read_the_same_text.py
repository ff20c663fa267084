"""each row begins one step behind the row above

The rows then read nearly the same: cut the text into N parts.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Yield batches."""
    count = (len(ids) - 1) // (batch_size * n_steps)
    rows = [ids[row : row + count * n_steps + 1] for row in range(batch_size)]
    for start in range(0, count * n_steps, n_steps):
        now = [row[start : start + n_steps + 1] for row in rows]
        yield np.stack(now)[:, :-1], np.stack(now)[:, 1:]
