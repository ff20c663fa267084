"""`np.where` chooses between two sides that are both computed

By the time it chooses, the warning has been given.
"""

EXERCISE = "1.11"
READ = "handout 8.3"


def _sigmoid(z: Array) -> Array:
    """Return the sigmoid."""
    return np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
