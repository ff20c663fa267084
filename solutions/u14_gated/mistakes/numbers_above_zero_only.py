"""the numbers lie between 0 and 1/sqrt(H)

rng.random gives 0 to 1: take it to -1 to 1 before it is scaled.
"""

EXERCISE = "14.3"
READ = "handout 3"


def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden: int, dtype: DTypeLike
) -> Array:
    drawn: Array = (rng.random(shape) / hidden**0.5).astype(dtype)
    return drawn
