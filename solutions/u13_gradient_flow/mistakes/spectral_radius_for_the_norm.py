"""the largest eigenvalue is returned

A matrix can have eigenvalues of 0 alone and still double a vector.
"""

EXERCISE = "13.1"
READ = "handout 2.3"


def spectral_norm(Wh: Array) -> float:  # noqa: N803 - the contract's name
    """Return a size of Wh."""
    return float(np.abs(np.linalg.eigvals(Wh)).max())
