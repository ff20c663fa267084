"""every array decays, biases too

A bias shifts an output and does not make the function steeper: it stays free.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return all keys."""
    return list(params)
