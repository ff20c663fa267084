"""dc_next is added to in place

The array belongs to the caller. Write the sum into a new one.
"""

EXERCISE = "14.10"
READ = "handout 6.2"


def _lstm_back(
    xp: Namespace, dh_next: Array, dc_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array]:
    i, f, g, o, c, bent = kept
    dc_next += dh_next * o * (1 - bent**2)
    dc = dc_next
    shares = [
        dc * g * i * (1 - i),
        dc * c * f * (1 - f),
        dc * i * (1 - g**2),
        dh_next * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f
