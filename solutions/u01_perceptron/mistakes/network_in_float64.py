"""the network turns x into float64

Float32 in must give float32 out.
"""

EXERCISE = "1.9"
READ = "handout 8.1"


def xor_mlp(x: Array, w1: Array, b1: Array, w2: Array, b2: float) -> Array:
    """Return the outputs."""
    x = x.astype(np.float64)
    return _sigmoid(_sigmoid(x @ w1 + b1) @ w2 + b2)
