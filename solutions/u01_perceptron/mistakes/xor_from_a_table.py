"""the answers stand in a table

A table knows 0 and 1 and nothing beside them, and no arrays.
"""

EXERCISE = "1.4"
READ = "handout 3.2"


def xor_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of XOR."""
    return {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}[(x1, x2)]
