"""the tanh is made of two exponentials that overflow

exp of 10 000 is larger than any float. xp.tanh knows the end of the curve.
"""

EXERCISE = "12.10"
READ = "handout 6.2"


def _run(net: RNN, name: str, x: Array, h: Array) -> Array:
    """Return the states (N, T, H) of one layer in one direction."""
    xp = array_namespace(x)
    a = x @ net.params[f"{name}.Wx"] + net.params[f"{name}.b"]
    states = [h]
    for t in range(x.shape[1]):
        e = xp.exp(2 * (a[:, t] + states[-1] @ net.params[f"{name}.Wh"]))
        states.append((e - 1) / (e + 1))
    hidden: Array = xp.stack(states[1:], axis=1)
    net.kept[name] = x, xp.stack(states[:-1], axis=1), hidden
    return hidden
