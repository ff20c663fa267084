"""the network runs one sequence of the batch after the other

All sequences make the same step at the same time.
"""

EXERCISE = "12.11"
READ = "handout 6.3"


def _run(net: RNN, name: str, x: Array, h: Array) -> Array:
    """Return the states (N, T, H) of one layer in one direction."""
    xp = array_namespace(x)
    a = x @ net.params[f"{name}.Wx"] + net.params[f"{name}.b"]
    states = [h]
    for t in range(x.shape[1]):
        rows = [state @ net.params[f"{name}.Wh"] for state in states[-1]]
        states.append(xp.tanh(a[:, t] + xp.stack(rows)))
    hidden: Array = xp.stack(states[1:], axis=1)
    net.kept[name] = x, xp.stack(states[:-1], axis=1), hidden
    return hidden
