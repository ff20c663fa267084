"""backward reshapes dout to rows without moving its channels to the end

The rows of dout must be those of x, pixel for pixel, so they are made in the
same way.
"""

EXERCISE = "6.5"
READ = "handout 4.1"


class BatchNorm2d(BatchNorm):
    def backward(self, dout: Array) -> Array:
        rows = dout.reshape(-1, dout.shape[1])
        return _images(super().backward(rows), dout.shape)
