"""the first rows are for validation, unshuffled

Files are often sorted, by class or by writer; shuffle before you cut.
"""

EXERCISE = "8.2"
READ = "handout 2.3"


def split(
    x: Array,
    t: Array,
    validation_rate: float,
    rng: Rng,  # noqa: ARG001
) -> tuple[Array, Array, Array, Array]:
    """Return both parts."""
    n_val = round(len(x) * validation_rate)
    return x[n_val:], t[n_val:], x[:n_val], t[:n_val]
