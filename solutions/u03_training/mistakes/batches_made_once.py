"""minibatches is called once, before the first epoch

A call goes through the data once: the second epoch finds no batch left.
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
    batches = minibatches(x, t, batch_size, rng)
    for _ in range(epochs):
        total = 0.0
        for batch, right in batches:
            total += len(batch) * loss.forward(net.forward(batch, train=True), right)
            net.backward(loss.backward())
            optimizer.update(net.params, net.grads)
        losses.append(total / len(x))
    return losses
