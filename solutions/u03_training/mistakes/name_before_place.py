"""the names are like "W0" in place of "0.W"

The place comes first, then a dot, then the name that the layer uses.
"""

EXERCISE = "3.4"
READ = "handout 4.2"


def _by_place(dicts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return all entries in one dict."""
    return {
        f"{name}{place}": array
        for place, one in enumerate(dicts)
        for name, array in one.items()
    }
