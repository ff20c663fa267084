"""the output gate gets its share from dc in place of dh_next

o is no part of c_next: only h_next = o tanh(c_next) holds it.
"""

EXERCISE = "14.2"
READ = "handout 2.3"


def _lstm_back(
    xp: Namespace, dh_next: Array, dc_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array]:
    i, f, g, o, c, bent = kept
    dc = dc_next + dh_next * o * (1 - bent**2)
    shares = [
        dc * g * i * (1 - i),
        dc * c * f * (1 - f),
        dc * i * (1 - g**2),
        dc * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f
