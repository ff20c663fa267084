"""the numbers are normal with the right spread, not uniform

A normal number has no bound. Uniform ones between the bounds are asked for.
"""

EXERCISE = "14.3"
READ = "handout 3"


def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden: int, dtype: DTypeLike
) -> Array:
    drawn: Array = (rng.standard_normal(shape) / (3 * hidden) ** 0.5).astype(dtype)
    return drawn
