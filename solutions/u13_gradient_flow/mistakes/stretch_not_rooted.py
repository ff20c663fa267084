"""the root of the eigenvalue of Wh.T @ Wh is left out

That matrix stretches twice, there and back, so its eigenvalue is a square.
"""

EXERCISE = "13.1"
READ = "handout 2.3"


def spectral_norm(Wh: Array) -> float:  # noqa: N803 - the contract's name
    """Return a size of Wh."""
    xp = array_namespace(Wh)
    return float(xp.max(xp.linalg.eigvalsh(Wh.T @ Wh)))
