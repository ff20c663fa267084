"""dtype has no say: all parameters are float64

rng.random gives float64; astype(dtype) makes it what is asked for.
"""

EXERCISE = "14.3"
READ = "handout 3"


def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden: int, dtype: DTypeLike
) -> Array:
    drawn: Array = ((2 * rng.random(shape) - 1) / hidden**0.5).astype(
        np.promote_types(dtype, np.float64)
    )
    return drawn
