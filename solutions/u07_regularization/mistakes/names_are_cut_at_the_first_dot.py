"""the key is cut at its first dot

"branch.3.W" has two dots: what counts is the last part.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return the keys whose second part is W."""
    return [key for key in params if key == "W" or key.split(".")[1:2] == ["W"]]
