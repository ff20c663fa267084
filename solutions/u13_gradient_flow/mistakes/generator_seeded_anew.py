"""the generator's first state is used by each call

A generator goes on: a second call must draw other numbers.
"""

import copy

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
    rng = copy.deepcopy(rng)
    ids: list[int] = []
    current, h = first_id, h0
    for _ in range(n):
        logits, h = step(current, h)
        current = _drawn(logits, temperature, rng)
        ids.append(current)
    return ids
