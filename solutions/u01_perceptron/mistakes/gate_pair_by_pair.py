"""a gate takes one pair of inputs after the other

A thousand pairs are one array with a thousand rows.
"""

EXERCISE = "1.12"
READ = "handout 8.4"


def xor_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of XOR."""
    if np.ndim(x1) != 1:
        return and_gate(nand_gate(x1, x2), or_gate(x1, x2))
    pairs = zip(x1.tolist(), x2.tolist(), strict=True)
    return np.array([round(a) ^ round(c) for a, c in pairs])
