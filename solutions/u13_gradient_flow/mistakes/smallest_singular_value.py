"""the smallest singular value is taken

They come in falling order: the last one is the stretch of the worst direction.
"""

EXERCISE = "13.1"
READ = "handout 2.3"


def spectral_norm(Wh: Array) -> float:  # noqa: N803
    """Return the norm."""
    xp = array_namespace(Wh)
    return float(xp.linalg.svdvals(Wh)[-1])
