"""return stands in the loop over the epochs

Training ends after its first epoch, whatever was wrong in it.
"""

EXERCISE = "1.5"
READ = "handout 4.1"


def train_perceptron(
    x: Array, t: Bits, lr: float = 1.0, epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Learn weights and bias."""
    w, b = np.zeros(x.shape[1]), 0.0
    errors: list[int] = []
    for _ in range(epochs):
        updates = 0
        for row, target in zip(x, t, strict=True):
            (answer,) = perceptron(row[np.newaxis], w, b)
            error = int(target) - int(answer)
            if error:
                w = w + lr * error * row
                b += lr * error
                updates += 1
        errors.append(updates)
        if updates == 0:
            break
        return w, b, errors
    return w, b, errors
