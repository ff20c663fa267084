"""only "W" and "b" are collected

Other layers have other names, gamma and beta for example: take all that a layer has.
"""

EXERCISE = "3.4"
READ = "handout 4.2"


def _by_place(dicts: Sequence[dict[str, Array]]) -> dict[str, Array]:
    """Return all entries in one dict."""
    return {
        f"{place}.{name}": one[name]
        for place, one in enumerate(dicts)
        for name in ("W", "b")
        if name in one
    }
