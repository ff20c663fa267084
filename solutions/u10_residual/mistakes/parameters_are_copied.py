"""params holds copies of the layers' arrays

An optimizer edits the arrays in params in place. What it does to a copy, no layer
ever reads.
"""

EXERCISE = "10.1"
READ = "handout 2.2"


class ResidualBlock:
    @property
    def params(self) -> dict[str, Array]:
        return {
            f"{place}.{name}": array.copy()
            for place, layer in _layers(self).items()
            for name, array in layer.params.items()
        }
