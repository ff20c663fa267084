"""the blocks are taken in the order z, r, n

Several books have this order. Here it is r, z, n.
"""

EXERCISE = "14.6"
READ = "handout 5.1"


def _gru_step(
    xp: Namespace, from_x: Array, from_h: Array, h: Array
) -> tuple[Array, tuple[Array, ...]]:
    (z, r, n), (z_h, r_h, n_h) = _blocks(from_x, 3), _blocks(from_h, 3)
    r, z = _sigmoid(xp, r + r_h), _sigmoid(xp, z + z_h)
    n = xp.tanh(n + r * n_h)
    return (1 - z) * n + z * h, (r, z, n, n_h, h)


def _gru_back(
    xp: Namespace, dh_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array, Array]:
    r, z, n, n_h, h = kept
    dn = dh_next * (1 - z) * (1 - n**2)
    dz = dh_next * (h - n) * z * (1 - z)
    dr = dn * n_h * r * (1 - r)
    part_x = xp.concat([dz, dr, dn], axis=1)
    part_h = xp.concat([dz, dr, dn * r], axis=1)
    return part_x, part_h, dh_next * z
