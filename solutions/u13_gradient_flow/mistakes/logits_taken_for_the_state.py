"""the state and the logits are exchanged

`step` returns the logits first, and then the next state.
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
    """Take what step returns the other way round."""
    ids: list[int] = []
    current, h = first_id, h0
    for _ in range(n):
        h, logits = step(current, h)
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids
