"""the identity goes around all layers at once

Each layer has an identity of its own, so paths may leave out any of the branches.
"""

EXERCISE = "10.6"
READ = "handout 1.3"


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through residual layers."""
    return dout + plain_gradient(jacobians, dout)
