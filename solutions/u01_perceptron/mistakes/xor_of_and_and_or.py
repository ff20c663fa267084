"""AND stands where NAND belongs

AND keeps the corner that must go.
"""

EXERCISE = "1.4"
READ = "handout 3.2"


def xor_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of XOR."""
    return and_gate(and_gate(x1, x2), or_gate(x1, x2))
