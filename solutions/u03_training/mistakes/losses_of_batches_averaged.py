"""the losses of the batches are averaged, whatever their sizes

The last batch may be short. Its examples would count for more than the others.
"""

EXERCISE = "3.7"
READ = "handout 5.2"


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
    losses = []
    for _ in range(epochs):
        parts: list[float] = []
        for batch, right in minibatches(x, t, batch_size, rng):
            parts.append(loss.forward(net.forward(batch, train=True), right))
            net.backward(loss.backward())
            optimizer.update(net.params, net.grads)
        losses.append(sum(parts) / len(parts))
    return losses
