"""biases are counted where there are none

With bias=False only the weights of the filters are left.
"""

EXERCISE = "9.7"
READ = "handout 5.2"


def conv_parameters(
    kernel: int | Pair, c_in: int, c_out: int, bias: bool = True
) -> int:
    """Return how many numbers a convolution learns, in W and in b."""
    kh, kw = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    return c_out * (kh * kw * c_in + int(bias is not None))
