"""the identity is left out of residual_gradient

A layer that gives x + x J^T sends back dout + dout J.
"""

EXERCISE = "10.6"
READ = "handout 1.3"


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    return plain_gradient(jacobians, dout)
