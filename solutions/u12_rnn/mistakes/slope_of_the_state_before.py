"""the slope of tanh is taken of the state before

The tanh of step t made out[:, t]: its slope is 1 minus the square of that.
"""

EXERCISE = "12.4"
READ = "handout 4.1"


def _run_back(net: RNN, name: str, dhidden: Array, dh: Array) -> tuple[Array, Array]:
    """Return the gradients for the input and the first state; set the others."""
    xp = array_namespace(dhidden)
    x, before, _ = net.kept[name]
    slope = 1 - before**2
    steps = []
    for t in reversed(range(x.shape[1])):
        steps.append((dhidden[:, t] + dh) * slope[:, t])
        dh = steps[-1] @ net.params[f"{name}.Wh"].T
    da = xp.stack(steps[::-1], axis=1)
    rows = da.reshape(-1, net.hidden_size)
    net.grads[f"{name}.Wx"] = x.reshape(-1, x.shape[2]).T @ rows
    net.grads[f"{name}.Wh"] = before.reshape(-1, net.hidden_size).T @ rows
    net.grads[f"{name}.b"] = rows.sum(axis=0)
    return da @ net.params[f"{name}.Wx"].T, dh
