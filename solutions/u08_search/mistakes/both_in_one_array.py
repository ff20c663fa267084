"""x and t are put into one array

It has one dtype for both, so labels and bytes do not stay what they are.
"""

EXERCISE = "8.11"
READ = "handout 5.3"


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    rows, order = np.column_stack([x.reshape(len(x), -1), t]), rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = rows[order[:n_val]], rows[order[n_val:]]
    return train[:, :-1], train[:, -1], val[:, :-1], val[:, -1]
