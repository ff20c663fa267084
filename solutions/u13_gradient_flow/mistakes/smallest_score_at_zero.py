"""temperature 0 takes the smallest score

The colder it is, the surer is the id of the largest score.
"""

EXERCISE = "13.7"
READ = "handout 4.6"


def _drawn(logits: Array, temperature: float, rng: np.random.Generator) -> int:
    """Return one id."""
    if temperature == 0:
        return int(np.argmin(logits))
    powers = np.exp((logits - np.max(logits)) / temperature)
    return int(rng.choice(len(powers), p=powers / np.sum(powers)))
