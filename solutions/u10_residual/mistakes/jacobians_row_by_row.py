"""the rows of dout are taken through the Jacobians one by one

One product of matrices takes all rows at once.
"""

EXERCISE = "10.11"
READ = "handout 6.4"


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through plain layers."""
    rows = []
    for n in range(len(dout)):
        row = 1.0 * dout[n]
        for jacobian in reversed(jacobians):
            row = row @ jacobian
        rows.append(row)
    return array_namespace(dout).stack(rows)


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    rows = []
    for n in range(len(dout)):
        row = 1.0 * dout[n]
        for jacobian in reversed(jacobians):
            row = row + row @ jacobian
        rows.append(row)
    return array_namespace(dout).stack(rows)
