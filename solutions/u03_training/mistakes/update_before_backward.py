"""the optimizer is called before backward

Then it gets the gradients of the batch before, and zeros at first.
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
        total = 0.0
        for batch, right in minibatches(x, t, batch_size, rng):
            total += len(batch) * loss.forward(net.forward(batch, train=True), right)
            optimizer.update(net.params, net.grads)
            net.backward(loss.backward())
        losses.append(total / len(x))
    return losses
