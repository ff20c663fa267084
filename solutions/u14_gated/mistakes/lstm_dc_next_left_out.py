"""dc_next is left out of the gradient for c_next

Two arrows leave c_next: one to the output, one to the next step. What comes back
along both is added.
"""

EXERCISE = "14.2"
READ = "handout 2.3"


def _lstm_back(
    xp: Namespace, dh_next: Array, dc_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array]:
    i, f, g, o, c, bent = kept
    dc = 0 * dc_next + dh_next * o * (1 - bent**2)
    shares = [
        dc * g * i * (1 - i),
        dc * c * f * (1 - f),
        dc * i * (1 - g**2),
        dh_next * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f
