"""without prefixes everything is frozen

An empty list begins no key, so nothing is frozen. Every one of none is not any one.
"""

EXERCISE = "11.1"
READ = "handout 2.1"


def freeze(params: Arrays, prefixes: Iterable[str]) -> set[str]:
    """Return the frozen keys."""
    beginnings = list(prefixes)
    if not beginnings:
        return set(params)
    return {key for key in params if key.startswith(tuple(beginnings))}
