"""the place of a layer is taken to have one digit

"12.W" has two: ask how a key ends, and not where its dot is.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return W, and the keys that are .W from their second character."""
    return [key for key in params if key == "W" or key[1:] == ".W"]
