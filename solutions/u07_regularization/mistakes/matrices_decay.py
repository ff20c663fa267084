"""arrays with two or more axes decay, whatever their key is

The key decides: a weight may have one axis, and another array may have two.
"""

EXERCISE = "7.3"
READ = "handout 2.3"


def _weights(params: dict[str, Array]) -> list[str]:
    """Return the keys of matrices and filters."""
    return [key for key in params if params[key].ndim > 1]
