"""all calls of xavier_uniform share one array

A function that keeps its result gives the same array to two layers. Make a new one in
each call.
"""

EXERCISE = "5.9"
READ = "handout 7.2"


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return the weights."""
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    kept = globals().setdefault("_even", {})
    if shape not in kept:
        kept[shape] = np.zeros(shape)
    kept[shape][...] = bound * (2 * rng.random(shape) - 1)
    return kept[shape]
