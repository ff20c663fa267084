"""all ids are drawn equally often

The softmax says how likely each of them is.
"""

EXERCISE = "13.8"
READ = "handout 4.6"


def _drawn(logits: Array, temperature: float, rng: np.random.Generator) -> int:
    """Return one id."""
    if temperature == 0:
        return int(np.argmax(logits))
    powers = np.exp((logits - np.max(logits)) / temperature)
    return int(rng.choice(len(powers)))
