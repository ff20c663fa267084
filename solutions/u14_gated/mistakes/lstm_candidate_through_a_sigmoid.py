"""the candidate g goes through a sigmoid

What is taken in may be negative. A sigmoid could only ever add to the memory; g takes
the tanh.
"""

EXERCISE = "14.1"
READ = "handout 2.2"


def _lstm_step(
    xp: Namespace, total: Array, c: Array
) -> tuple[Array, Array, tuple[Array, ...]]:
    i, f, g, o = _blocks(total, 4)
    i, f, g, o = _sigmoid(xp, i), _sigmoid(xp, f), _sigmoid(xp, g), _sigmoid(xp, o)
    c_next = f * c + i * g
    bent = xp.tanh(c_next)
    return o * bent, c_next, (i, f, g, o, c, bent)


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
