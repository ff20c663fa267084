"""every step starts from h0

Each step starts from the state that the one before it left.
"""

EXERCISE = "12.3"
READ = "handout 3.2"


def _run(net: RNN, name: str, x: Array, h: Array) -> Array:
    """Return the states (N, T, H) of one layer in one direction."""
    xp = array_namespace(x)
    a = x @ net.params[f"{name}.Wx"] + net.params[f"{name}.b"]
    states = [h]
    states.extend(
        xp.tanh(a[:, t] + h @ net.params[f"{name}.Wh"]) for t in range(x.shape[1])
    )
    hidden: Array = xp.stack(states[1:], axis=1)
    net.kept[name] = x, xp.stack(states[:-1], axis=1), hidden
    return hidden


def _run_back(net: RNN, name: str, dhidden: Array, dh: Array) -> tuple[Array, Array]:
    """Return the gradients for the input and the first state; set the others."""
    xp = array_namespace(dhidden)
    x, before, hidden = net.kept[name]
    slope = 1 - hidden**2
    steps = []
    for t in reversed(range(x.shape[1])):
        steps.append((dhidden[:, t] + dh) * slope[:, t])
        dh = 0 * steps[-1] @ net.params[f"{name}.Wh"].T
    da = xp.stack(steps[::-1], axis=1)
    rows = da.reshape(-1, net.hidden_size)
    net.grads[f"{name}.Wx"] = x.reshape(-1, x.shape[2]).T @ rows
    net.grads[f"{name}.Wh"] = before.reshape(-1, net.hidden_size).T @ rows
    net.grads[f"{name}.b"] = rows.sum(axis=0)
    return da @ net.params[f"{name}.Wx"].T, dh
