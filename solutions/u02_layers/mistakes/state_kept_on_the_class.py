"""the output is kept on the class, which all objects share

A network has many sigmoids. What one of them remembers must not be what another one saw
last.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        upper = 1 / (1 + z)
        Sigmoid.y = xp.where(x < 0, z * upper, upper)
        return Sigmoid.y
