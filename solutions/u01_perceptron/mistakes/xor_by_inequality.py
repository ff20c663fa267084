"""XOR asks whether the inputs are unequal

With noise they always are.
"""

EXERCISE = "1.4"
READ = "handout 3.2"


def xor_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of XOR."""
    return np.where(np.asarray(x1) != np.asarray(x2), 1, 0)
