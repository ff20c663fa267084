"""the temperature changes nothing

Probabilities that are divided by it and made to sum to 1 are the same again.
"""

EXERCISE = "13.8"
READ = "handout 4.6"


def _drawn(logits: Array, temperature: float, rng: np.random.Generator) -> int:
    """Return one id."""
    if temperature == 0:
        return int(np.argmax(logits))
    powers = np.exp(logits - np.max(logits)) / temperature
    return int(rng.choice(len(powers), p=powers / np.sum(powers)))
