"""train takes the mean off x in place, and adds it at the end

Rounding leaves other numbers than those that were given: work on a copy.
"""

EXERCISE = "3.10"
READ = "handout 6.2"


def train(  # noqa: PLR0913, PLR0917 - the signature of the contract
    net: Layer,
    loss: Loss,
    optimizer: Optimizer,
    x: Array,
    t: Labels,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> list[float]:
    """Train a network and return a list of losses."""
    middle = x.mean(axis=0)
    x -= middle
    x += middle
    x += 0.0
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch, right in minibatches(x, t, batch_size, rng):
            total += len(batch) * loss.forward(net.forward(batch, train=True), right)
            net.backward(loss.backward())
            optimizer.update(net.params, net.grads)
        losses.append(total / len(x))
    return losses
