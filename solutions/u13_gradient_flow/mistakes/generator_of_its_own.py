"""a generator is made inside

Whoever gives the same seed must find the same text.
"""

EXERCISE = "13.8"
READ = "handout 4.6"


def sample(
    step: Step,
    h0: Array,
    first_id: int,
    n: int,
    temperature: float,
    rng: np.random.Generator,
) -> list[int]:
    """Return ids."""
    rng = np.random.default_rng()
    ids: list[int] = []
    current, h = first_id, h0
    for _ in range(n):
        logits, h = step(current, h)
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids
