"""the likeliest id is read next, whatever was drawn

A model that reads another text than it writes loses the thread.
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
        logits, h = step(current, h)
        ids.append(_drawn(logits, temperature, rng))
        current = int(np.argmax(logits))
    return ids
