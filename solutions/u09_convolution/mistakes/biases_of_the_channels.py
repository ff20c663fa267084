"""there is one bias for each channel that goes in

Each filter has one, so there are as many as channels that come out.
"""

EXERCISE = "9.7"
READ = "handout 5.2"


def conv_parameters(
    kernel: int | Pair, c_in: int, c_out: int, bias: bool = True
) -> int:
    """Return how many numbers a convolution learns, in W and in b."""
    kh, kw = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    return kh * kw * c_in * c_out + int(bias) * c_in
