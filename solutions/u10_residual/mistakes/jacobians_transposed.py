"""the Jacobians are transposed on the way back

For rows y = x J^T the way back is dout J: the transpose belongs to the way forward.
"""

EXERCISE = "10.6"
READ = "handout 1.1"


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through plain layers."""
    dx = 1.0 * dout
    for jacobian in reversed(jacobians):
        dx = dx @ jacobian.T
    return dx


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    dx = 1.0 * dout
    for jacobian in reversed(jacobians):
        dx = dx + dx @ jacobian.T
    return dx
