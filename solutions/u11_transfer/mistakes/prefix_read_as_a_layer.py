"""a prefix is compared with the number of a layer

A prefix is letters, not a number: "1" begins "10.W", and "4.W" begins itself.
"""

EXERCISE = "11.1"
READ = "handout 2.1"


def freeze(params: Arrays, prefixes: Iterable[str]) -> set[str]:
    """Return the frozen keys."""
    layers = {prefix.split(".")[0] for prefix in prefixes}
    return {key for key in params if key.split(".")[0] in layers}
