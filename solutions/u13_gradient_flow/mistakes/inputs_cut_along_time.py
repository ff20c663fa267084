"""the inputs are cut along time first

A row of inputs is a piece of the text as it stands there.
"""

EXERCISE = "13.5"
READ = "handout 4.2"


def next_character_batches(
    ids: Ids, batch_size: int, n_steps: int
) -> Iterator[tuple[Ids, Ids]]:
    """Cut the inputs in another way than the targets."""
    count = (len(ids) - 1) // (batch_size * n_steps)
    used = count * batch_size * n_steps
    inputs = ids[:used].reshape(-1, batch_size).T
    targets = ids[1 : used + 1].reshape(batch_size, -1)
    for start in range(0, count * n_steps, n_steps):
        now = slice(start, start + n_steps)
        yield inputs[:, now], targets[:, now]
