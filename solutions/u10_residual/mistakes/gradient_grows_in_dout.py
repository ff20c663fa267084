"""residual_gradient adds into the dout that it was given

dx = dout makes a second name, not a second array.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    dx = dout if dout.dtype.kind == "f" else 1.0 * dout
    for jacobian in reversed(jacobians):
        dx += dx @ jacobian
    return dx
