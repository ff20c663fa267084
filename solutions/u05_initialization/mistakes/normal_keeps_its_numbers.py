"""all calls share one array

A function that keeps its result gives the same array to two layers. Make a new one in
each call.
"""

EXERCISE = "5.9"
READ = "handout 7.2"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    kept = globals().setdefault("_kept", {})
    if shape not in kept:
        kept[shape] = np.zeros(shape)
    kept[shape][...] = std * rng.standard_normal(shape)
    return kept[shape]
