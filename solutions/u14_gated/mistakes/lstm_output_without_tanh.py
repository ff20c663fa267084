"""h_next is o times c_next, without the tanh

The memory may grow step by step, and what is shown of it must not: it goes through a
tanh first.
"""

EXERCISE = "14.1"
READ = "handout 2.2"


def _lstm_step(
    xp: Namespace, total: Array, c: Array
) -> tuple[Array, Array, tuple[Array, ...]]:
    i, f, g, o = _blocks(total, 4)
    i, f, g, o = _sigmoid(xp, i), _sigmoid(xp, f), xp.tanh(g), _sigmoid(xp, o)
    c_next = f * c + i * g
    bent = c_next
    return o * bent, c_next, (i, f, g, o, c, bent)


def _lstm_back(
    xp: Namespace, dh_next: Array, dc_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array]:
    i, f, g, o, c, bent = kept
    dc = dc_next + dh_next * o * 1.0
    shares = [
        dc * g * i * (1 - i),
        dc * c * f * (1 - f),
        dc * i * (1 - g**2),
        dh_next * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f
