"""targets in bytes are subtracted as bytes

In bytes 0 - 1 is 255. Python's int(target) is a number without a limit.
"""

EXERCISE = "1.9"
READ = "handout 8.1"


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
            error = target - int(answer)
            if error:
                w = w + lr * error * row
                b += lr * error
                updates += 1
        errors.append(updates)
        if updates == 0:
            break
    return w, b, errors
