"""the output unit jumps

A step has no slope that could be followed. Both layers bend by the sigmoid.
"""

EXERCISE = "1.6"
READ = "handout 5.1"


def xor_mlp(x: Array, w1: Array, b1: Array, w2: Array, b2: float) -> Array:
    """Return the outputs."""
    return 1.0 * step(_sigmoid(x @ w1 + b1) @ w2 + b2)
