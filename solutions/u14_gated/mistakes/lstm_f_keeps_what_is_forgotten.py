"""f and 1 - f are exchanged

f says how much of c is kept: with f near 1 nothing is forgotten.
"""

EXERCISE = "14.1"
READ = "handout 2.2"


def _lstm_step(
    xp: Namespace, total: Array, c: Array
) -> tuple[Array, Array, tuple[Array, ...]]:
    i, f, g, o = _blocks(total, 4)
    i, f, g, o = _sigmoid(xp, i), _sigmoid(xp, f), xp.tanh(g), _sigmoid(xp, o)
    c_next = (1 - f) * c + i * g
    bent = xp.tanh(c_next)
    return o * bent, c_next, (i, f, g, o, c, bent)
