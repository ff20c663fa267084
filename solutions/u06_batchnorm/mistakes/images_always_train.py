"""`BatchNorm2d` does not pass `train` on

It trains in evaluation too, with whatever batch it sees.
"""

EXERCISE = "6.5"
READ = "handout 4.1"


class BatchNorm2d(BatchNorm):
    def forward(self, x: Array, train: bool = True) -> Array:
        return _images(super().forward(_rows(x)), x.shape)
