"""the slope is rounded to half precision

The dtype of the gradient is right: leave dtypes out of it.
"""

EXERCISE = "7.11"
READ = "handout 5.3"


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add a slope of three digits to gradients in float32."""
    for key in _weights(params):
        if key in grads:
            slope = weight_decay * params[key]
            is_single = slope.dtype == np.float32
            grads[key] += slope.astype(np.float16) if is_single else slope
