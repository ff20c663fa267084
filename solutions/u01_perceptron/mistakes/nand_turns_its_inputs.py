"""NAND turns the signs of its inputs in place

The next gate gets the same arrays, and finds them negative.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def nand_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of NAND."""
    x1, x2 = np.asarray(x1, dtype=np.float64), np.asarray(x2, dtype=np.float64)
    x1 *= -1
    x2 *= -1
    return _gate(x1, x2, (1.0, 1.0), 1.5)
