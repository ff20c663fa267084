"""the state stays h0

step returns a new state with the logits: it holds what was read so far.
"""

EXERCISE = "13.7"
READ = "handout 4.5"


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
        logits, _ = step(current, h)
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids
