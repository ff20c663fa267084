"""the logits of step are divided in place

The model may hold that array: a second division makes it colder and colder.
"""

EXERCISE = "13.11"
READ = "handout 5.2"


def _drawn(logits: Array, temperature: float, rng: np.random.Generator) -> int:
    """Return one id."""
    if temperature == 0:
        return int(np.argmax(logits))
    logits -= np.max(logits)
    powers = np.exp(logits / temperature)
    return int(rng.choice(len(powers), p=powers / np.sum(powers)))
