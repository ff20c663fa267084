"""the rows are reshaped to images without moving the channels back

What moved the channels to the end on the way in has to be undone on the way
out.
"""

EXERCISE = "6.5"
READ = "handout 4.1"


class BatchNorm2d(BatchNorm):
    def forward(self, x: Array, train: bool = True) -> Array:
        return super().forward(_rows(x), train).reshape(x.shape)
