"""the list of errors goes on from call to call

A default value is made once, when the function is defined, and every call shares it.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def train_perceptron(
    x: Array,
    t: Bits,
    lr: float = 1.0,
    epochs: int = 100,
    errors: list[int] = [],  # noqa: B006 - the mistake
) -> tuple[Array, float, list[int]]:
    """Return weights, bias and counts."""
    w, b = np.zeros(x.shape[1]), 0.0

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
