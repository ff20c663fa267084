"""each new state is written into h0

h0 is needed again for the next text: keep the new state under its own name.
"""

EXERCISE = "13.11"
READ = "handout 5.2"


def sample(
    step: Step,
    h0: Array,
    first_id: int,
    n: int,
    temperature: float,
    rng: np.random.Generator,
) -> list[int]:
    """Return ids."""
    ids: list[int] = []
    current, h = first_id, h0
    for _ in range(n):
        logits, after = step(current, h)
        h[...] = after
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids
