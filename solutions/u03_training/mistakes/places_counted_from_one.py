"""the places of the layers are counted from 1

The first layer has the place 0, as in a list.
"""

EXERCISE = "3.4"
READ = "handout 4.2"


def _by_place(dicts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return all entries in one dict."""
    return {
        f"{place}.{name}": array
        for place, one in enumerate(dicts, start=1)
        for name, array in one.items()
    }
