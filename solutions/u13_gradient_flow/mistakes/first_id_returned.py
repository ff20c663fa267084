"""the text begins with first_id

first_id was given and not drawn: the result begins with what came after it.
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
        ids.append(current)
        logits, h = step(current, h)
        current = _drawn(logits, temperature, rng)
    return ids
