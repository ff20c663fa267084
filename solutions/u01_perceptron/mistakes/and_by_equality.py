"""AND asks whether both inputs equal 1

0.95 does not equal 1. A perceptron asks on which side of a line it is.
"""

EXERCISE = "1.3"
READ = "handout 2.2"


def and_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of AND."""
    return np.where((np.asarray(x1) == 1) & (np.asarray(x2) == 1), 1, 0)
