"""the second input of AND has no weight

Both inputs are weighed.
"""

EXERCISE = "1.3"
READ = "handout 2.2"


def and_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of AND."""
    return _gate(x1, x2, (1.0, 0.0), -0.5)
