"""only the key W itself is taken for a weight

A layer by itself has "W", a network has "0.W": both decay.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return the keys that are W."""
    return [key for key in params if key == "W"]
