"""the reset gate multiplies the part of x, too

It decides how much of the old state is seen: x is seen in any case.
"""

EXERCISE = "14.6"
READ = "handout 5.1"


def _gru_step(
    xp: Namespace, from_x: Array, from_h: Array, h: Array
) -> tuple[Array, tuple[Array, ...]]:
    (r, z, n), (r_h, z_h, n_h) = _blocks(from_x, 3), _blocks(from_h, 3)
    r, z = _sigmoid(xp, r + r_h), _sigmoid(xp, z + z_h)
    n = xp.tanh(r * (n + n_h))
    return (1 - z) * n + z * h, (r, z, n, n_h, h)
