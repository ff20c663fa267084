"""every key that has a W somewhere decays

"l0.Wx" and "W.b" have one and are no weights: the whole key or its end must fit.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return the keys that contain a W."""
    return [key for key in params if "W" in key]
