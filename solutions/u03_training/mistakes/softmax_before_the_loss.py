"""softmax is taken of what the network gives, before the loss

The loss takes logits, and SoftmaxCrossEntropy has a softmax of its own.
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
            p = softmax(net.forward(batch, train=True))
            total += len(batch) * loss.forward(p, right)
            net.backward(loss.backward())
            optimizer.update(net.params, net.grads)
        losses.append(total / len(x))
    return losses
