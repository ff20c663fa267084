"""w is the first row of x, set to 0

`w = x[0]` makes no array: it is another name for the row.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def train_perceptron(
    x: Array, t: Bits, lr: float = 1.0, epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Return weights, bias and counts."""
    w, b = x[0], 0.0
    w[...] = 0.0
    errors: list[int] = []
    for _ in range(epochs):
        updates = 0
        for row, target in zip(x, t, strict=True):
            (answer,) = perceptron(row[np.newaxis], w, b)
            error = int(target) - int(answer)
            if error:
                w += lr * error * row
                b += lr * error
                updates += 1
        errors.append(updates)
        if updates == 0:
            break
    return w, b, errors
