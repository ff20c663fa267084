"""all layers use the Wh of layer 0

Each layer has three arrays of its own.
"""

EXERCISE = "12.5"
READ = "handout 3.3"


def _run(net: RNN, name: str, x: Array, h: Array) -> Array:
    """Return the states (N, T, H) of one layer in one direction."""
    xp = array_namespace(x)
    first = "l0r" if name[-1] == "r" else "l0"
    a = x @ net.params[f"{name}.Wx"] + net.params[f"{name}.b"]
    states = [h]
    for t in range(x.shape[1]):
        states.append(xp.tanh(a[:, t] + states[-1] @ net.params[f"{first}.Wh"]))
    hidden: Array = xp.stack(states[1:], axis=1)
    net.kept[name] = x, xp.stack(states[:-1], axis=1), hidden
    return hidden
