"""the model begins in a state of zeros

h0 is the state before first_id, and it is given.
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
    current, h = first_id, 0 * h0
    for _ in range(n):
        logits, h = step(current, h)
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids
