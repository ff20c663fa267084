"""the layers are taken in the order of the way forward

The gradient arrives at the last layer first. A product of matrices cares about the
order.
"""

EXERCISE = "10.6"
READ = "handout 1.2"


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through plain layers."""
    dx = 1.0 * dout
    for jacobian in jacobians:
        dx = dx @ jacobian
    return dx


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    dx = 1.0 * dout
    for jacobian in jacobians:
        dx = dx + dx @ jacobian
    return dx
