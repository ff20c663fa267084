"""e^z / (1 + e^z) is taken for any z

At 10 000 that is infinity over infinity, which is no number.
"""

EXERCISE = "1.11"
READ = "handout 8.3"


def _sigmoid(z: Array) -> Array:
    """Return the sigmoid."""
    return np.exp(z) / (1 + np.exp(z))
