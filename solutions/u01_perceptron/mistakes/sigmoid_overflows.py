"""e^-z is taken for any z

e^10000 is too large for any float. The value comes out right by luck, the warning does
not.
"""

EXERCISE = "1.11"
READ = "handout 8.3"


def _sigmoid(z: Array) -> Array:
    """Return the sigmoid."""
    return 1 / (1 + np.exp(-z))
