"""w1 is transposed

w1 is (2, H) already, a column for each hidden unit. With H = 2 nothing warns you.
"""

EXERCISE = "1.6"
READ = "handout 5.1"


def xor_mlp(x: Array, w1: Array, b1: Array, w2: Array, b2: float) -> Array:
    """Return the outputs."""
    return _sigmoid(_sigmoid(x @ w1.T + b1) @ w2 + b2)
