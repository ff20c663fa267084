"""an identity matrix of NumPy's is multiplied with the Jacobians, or added to them

np.eye is in the computer's own memory, and the Jacobian is on the GPU. dx + dx J
needs no such matrix.
"""

EXERCISE = "10.12"
READ = "handout 6.5"


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through plain layers."""
    whole = np.eye(dout.shape[1], dtype=jacobians[0].dtype)
    for jacobian in jacobians:
        whole = jacobian @ whole
    return dout @ whole


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    dx = 1.0 * dout
    for jacobian in reversed(jacobians):
        dx = dx @ (np.eye(len(jacobian), dtype=jacobian.dtype) + jacobian)
    return dx
