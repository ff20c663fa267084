"""the caller's list of Jacobians is turned around

jacobians.reverse() changes the list itself; reversed(jacobians) walks through it from
the end.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through plain layers."""
    jacobians.reverse()
    dx = 1.0 * dout
    for jacobian in jacobians:
        dx = dx @ jacobian
    return dx
