"""as many windows are taken to the right as fit down the image

Images need not be square: count the windows along each direction.
"""

EXERCISE = "9.5"
READ = "handout 4.1"


class MaxPool2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        self.x_shape, kernel = x.shape, (self.size, self.size)
        views = _views(x, kernel, self.stride)
        views = [view[..., : view.shape[2]] for view in views]
        largest: Array = views[0] * 1.0
        self.winner = xp.zeros(largest.shape, dtype=xp.int64)
        for place, view in enumerate(views):
            is_larger = view > largest
            largest = xp.where(is_larger, view, largest)
            self.winner = xp.where(is_larger, place, self.winner)
        return largest
