"""a gate rounds its input in place

The noise belongs to the caller, like every other number in x1.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def and_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of AND."""
    if isinstance(x1, np.ndarray):
        x1[...] = np.rint(x1)
    return _gate(x1, x2, (1.0, 1.0), -1.5)
