"""the slope of the sigmoid is left out for the forget gate

Each gate has been squashed, and each share needs the slope of that: f (1 - f) for
this one.
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
        dc * c,
        dc * i * (1 - g**2),
        dh_next * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f
