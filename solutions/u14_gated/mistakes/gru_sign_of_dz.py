"""the share of z has the wrong sign

Raise z a little: h_next gains h and loses n. So its factor is h - n.
"""

EXERCISE = "14.7"
READ = "handout 5.2"


def _gru_back(
    xp: Namespace, dh_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array, Array]:
    r, z, n, n_h, h = kept
    dn = dh_next * (1 - z) * (1 - n**2)
    dz = dh_next * (n - h) * z * (1 - z)
    dr = dn * n_h * r * (1 - r)
    part_x = xp.concat([dr, dz, dn], axis=1)
    part_h = xp.concat([dr, dz, dn * r], axis=1)
    return part_x, part_h, dh_next * z
