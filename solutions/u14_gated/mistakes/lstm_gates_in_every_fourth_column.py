"""every fourth column is taken for a gate

The blocks stand side by side, H columns each.
"""

EXERCISE = "14.1"
READ = "handout 2.2"


def _lstm_step(
    xp: Namespace, total: Array, c: Array
) -> tuple[Array, Array, tuple[Array, ...]]:
    i, f, g, o = (total[:, k::4] for k in range(4))
    i, f, g, o = _sigmoid(xp, i), _sigmoid(xp, f), xp.tanh(g), _sigmoid(xp, o)
    c_next = f * c + i * g
    bent = xp.tanh(c_next)
    return o * bent, c_next, (i, f, g, o, c, bent)
