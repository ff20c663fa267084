"""an identity matrix of float64 is multiplied with the Jacobians, or added to them

np.eye(D) is float64, whatever the Jacobian is. dx + dx J needs no such matrix.
"""

EXERCISE = "10.10"
READ = "handout 6.3"


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through plain layers."""
    whole = array_namespace(dout).eye(dout.shape[1])
    for jacobian in jacobians:
        whole = jacobian @ whole
    return dout @ whole


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    dx = 1.0 * dout
    for jacobian in reversed(jacobians):
        dx = dx @ (array_namespace(dx).eye(len(jacobian)) + jacobian)
    return dx
