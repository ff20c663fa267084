"""NAND has the bias of NOR

That is 1 at (0, 0) only. NAND is 0 at (1, 1) only.
"""

EXERCISE = "1.3"
READ = "handout 2.2"


def nand_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of NAND."""
    return _gate(x1, x2, (-1.0, -1.0), 0.5)
