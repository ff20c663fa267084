"""the hidden layer does not bend

Two layers without a bend between them are one layer, which cannot make XOR.
"""

EXERCISE = "1.6"
READ = "handout 5.1"


def xor_mlp(x: Array, w1: Array, b1: Array, w2: Array, b2: float) -> Array:
    """Return the outputs."""
    return _sigmoid((x @ w1 + b1) @ w2 + b2)
