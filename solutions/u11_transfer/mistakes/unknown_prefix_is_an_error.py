"""a prefix that no key begins with stops the program

Such a prefix freezes nothing, and no more.
"""

EXERCISE = "11.1"
READ = "handout 2.1"


def freeze(params: Arrays, prefixes: Iterable[str]) -> set[str]:
    """Return the frozen keys."""
    found: set[str] = set()
    for prefix in prefixes:
        keys = {key for key in params if key.startswith(prefix)}
        if not keys:
            msg = f"no parameter begins with {prefix!r}"
            raise KeyError(msg)
        found |= keys
    return found
