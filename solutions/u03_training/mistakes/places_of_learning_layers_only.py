"""layers without parameters are not counted

A ReLU has a place, too, so the affine layer after the first ReLU has the place 2.
"""

EXERCISE = "3.4"
READ = "handout 4.2"


def _by_place(dicts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return all entries in one dict."""
    return {
        f"{place}.{name}": array
        for place, one in enumerate([one for one in dicts if one])
        for name, array in one.items()
    }
