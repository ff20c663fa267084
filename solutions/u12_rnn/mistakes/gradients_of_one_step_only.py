"""the gradients of the parameters are those of the first step alone

Each step uses the same parameters, so each step adds its share. An assignment inside of
the loop keeps the last one that is made.
"""

EXERCISE = "12.4"
READ = "handout 4.2"


def _run_back(net: RNN, name: str, dhidden: Array, dh: Array) -> tuple[Array, Array]:
    """Return the gradients for the input and the first state; set the others."""
    xp = array_namespace(dhidden)
    x, before, hidden = net.kept[name]
    slope = 1 - hidden**2
    steps = []
    for t in reversed(range(x.shape[1])):
        steps.append((dhidden[:, t] + dh) * slope[:, t])
        dh = steps[-1] @ net.params[f"{name}.Wh"].T
    da = xp.stack(steps[::-1], axis=1)
    net.grads[f"{name}.Wx"] = x[:, 0].T @ da[:, 0]
    net.grads[f"{name}.Wh"] = before[:, 0].T @ da[:, 0]
    net.grads[f"{name}.b"] = da[:, 0].sum(axis=0)
    return da @ net.params[f"{name}.Wx"].T, dh
