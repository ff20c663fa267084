"""every branch is given dout itself

A branch is given what the branches behind it have added to dout, and not dout alone.
"""

EXERCISE = "10.6"
READ = "handout 1.3"


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    dx = 1.0 * dout
    for jacobian in jacobians:
        dx = dx + dout @ jacobian
    return dx
