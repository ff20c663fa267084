"""the sign in e^-z is lost

1 / (1 + e^z) falls where the sigmoid rises.
"""

EXERCISE = "1.6"
READ = "handout 5.1"


def _sigmoid(z: Array) -> Array:
    """Return the sigmoid."""
    small = np.exp(-np.abs(z))
    return np.where(z > 0, small, 1.0) / (1 + small)
