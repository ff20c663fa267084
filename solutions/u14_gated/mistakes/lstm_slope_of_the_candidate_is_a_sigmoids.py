"""the candidate gets the slope g (1 - g) of a sigmoid

g has been through a tanh, whose slope is 1 - g^2.
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
        dc * i * g * (1 - g),
        dh_next * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f
