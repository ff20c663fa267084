"""only a missed 1 moves the weights

A 1 that should have been 0 moves them as well, the other way.
"""

EXERCISE = "1.5"
READ = "handout 4.1"


def train_perceptron(
    x: Array, t: Bits, lr: float = 1.0, epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Return weights, bias and counts."""
    w, b = np.zeros(x.shape[1]), 0.0
    errors: list[int] = []
    for _ in range(epochs):
        updates = 0
        for row, target in zip(x, t, strict=True):
            (answer,) = perceptron(row[np.newaxis], w, b)
            error = int(target) - int(answer)
            if error > 0:
                w = w + lr * row
                b += lr
            updates += error != 0
        errors.append(updates)
        if updates == 0:
            break
    return w, b, errors
