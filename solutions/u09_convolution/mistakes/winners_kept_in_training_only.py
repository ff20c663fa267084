"""pooling keeps its winners in training only

backward belongs to the latest forward, whatever train was.
"""

EXERCISE = "9.9"
READ = "handout 7.1"


class MaxPool2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        self.x_shape, kernel = x.shape, (self.size, self.size)
        views = _views(x, kernel, self.stride)
        largest: Array = views[0] * 1.0
        winner = xp.zeros(largest.shape, dtype=xp.int64)
        for place, view in enumerate(views):
            is_larger = view > largest
            largest = xp.where(is_larger, view, largest)
            winner = xp.where(is_larger, place, winner)
        if train or not hasattr(self, "winner"):
            self.winner = winner
        return largest
