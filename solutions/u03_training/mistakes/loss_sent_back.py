"""the loss itself is sent back through the network, and not its gradient

net.backward wants an array in the shape of its output: what loss.backward() returns.
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
            value = loss.forward(net.forward(batch, train=True), right)
            total += len(batch) * value
            net.backward(loss.backward(value))
            optimizer.update(net.params, net.grads)
        losses.append(total / len(x))
    return losses
