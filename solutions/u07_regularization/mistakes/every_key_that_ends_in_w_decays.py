"""the end of the key is tested without its dot

"rawW" ends in W, too: the dot belongs to the end.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return the keys that end in W."""
    return [key for key in params if key.endswith("W")]
