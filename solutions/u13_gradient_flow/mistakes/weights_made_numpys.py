"""Wh is made an array of NumPy's

On a GPU it refuses that: xp.linalg works where Wh is.
"""

EXERCISE = "13.13"
READ = "handout 5.5"


def spectral_norm(Wh: Array) -> float:  # noqa: N803 - the contract's name
    """Return a size of Wh."""
    return float(np.linalg.norm(np.asarray(Wh), 2))
