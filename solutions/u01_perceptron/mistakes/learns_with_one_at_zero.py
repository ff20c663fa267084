"""a sum of exactly 0 is answered by 1 while learning

Everything starts at 0, so this decides the first answer. The step says 0 there.
"""

EXERCISE = "1.5"
READ = "handout 2.1"


def train_perceptron(
    x: Array, t: Bits, lr: float = 1.0, epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Return weights, bias and counts."""
    w, b = np.zeros(x.shape[1]), 0.0
    errors: list[int] = []
    for _ in range(epochs):
        updates = 0
        for row, target in zip(x, t, strict=True):
            answer = row @ w + b >= 0
            error = int(target) - int(answer)
            if error:
                w = w + lr * error * row
                b += lr * error
                updates += 1
        errors.append(updates)
        if updates == 0:
            break
    return w, b, errors
