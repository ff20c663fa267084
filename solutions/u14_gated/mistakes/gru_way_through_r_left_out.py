"""the way through the reset gate is left out

r itself depends on x and on h: it gets a share of n.
"""

EXERCISE = "14.7"
READ = "handout 5.2"


def _gru_back(
    xp: Namespace, dh_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array, Array]:
    r, z, n, n_h, h = kept
    dn = dh_next * (1 - z) * (1 - n**2)
    dz = dh_next * (h - n) * z * (1 - z)
    dr = 0 * dn * n_h
    part_x = xp.concat([dr, dz, dn], axis=1)
    part_h = xp.concat([dr, dz, dn * r], axis=1)
    return part_x, part_h, dh_next * z
