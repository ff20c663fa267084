"""out holds the states before the steps

out[:, t] is the state after step t, which has read x[:, t].
"""

EXERCISE = "12.3"
READ = "handout 3.2"


def _run(net: RNN, name: str, x: Array, h: Array) -> Array:
    """Return the states (N, T, H) of one layer in one direction."""
    xp = array_namespace(x)
    a = x @ net.params[f"{name}.Wx"] + net.params[f"{name}.b"]
    states = [h]
    for t in range(x.shape[1]):
        states.append(xp.tanh(a[:, t] + states[-1] @ net.params[f"{name}.Wh"]))
    hidden: Array = xp.stack(states[1:], axis=1)
    net.kept[name] = x, xp.stack(states[:-1], axis=1), hidden
    return xp.stack(states[:-1], axis=1)
