"""train is not handed on to BatchNorm

An image in evaluation is then normalized by its batch, and moves the averages.
"""

EXERCISE = "6.5"
READ = "handout 4"


class BatchNorm2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        return _images(super().forward(_pixels(x)), x.shape)
