"""OR has the bias of AND

One input of 1 must be enough to get above 0.
"""

EXERCISE = "1.3"
READ = "handout 2.2"


def or_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of OR."""
    return _gate(x1, x2, (1.0, 1.0), -1.5)
