"""the list has a number for every batch

An epoch has one number, the mean over its examples.
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
        for batch, right in minibatches(x, t, batch_size, rng):
            losses.append(loss.forward(net.forward(batch, train=True), right))
            net.backward(loss.backward())
            optimizer.update(net.params, net.grads)
    return losses
