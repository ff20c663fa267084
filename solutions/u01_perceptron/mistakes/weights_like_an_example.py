"""w is made like a row of x

Examples of whole numbers give weights of whole numbers, which cut off every fraction.
"""

EXERCISE = "1.9"
READ = "handout 8.1"


def train_perceptron(
    x: Array, t: Bits, lr: float = 1.0, epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Return weights, bias and counts."""
    w, b = np.zeros_like(x[0]), 0.0
    errors: list[int] = []
    for _ in range(epochs):
        updates = 0
        for row, target in zip(x, t, strict=True):
            (answer,) = perceptron(row[np.newaxis], w, b)
            error = int(target) - int(answer)
            if error:
                w[...] = w + lr * error * row
                b += lr * error
                updates += 1
        errors.append(updates)
        if updates == 0:
            break
    return w, b, errors
