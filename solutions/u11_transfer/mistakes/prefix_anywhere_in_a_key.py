"""a prefix is looked for anywhere in a key

"21.W" has "1." inside of it and begins with "2". Ask for the beginning.
"""

EXERCISE = "11.1"
READ = "handout 2.1"


def freeze(params: Arrays, prefixes: Iterable[str]) -> set[str]:
    """Return the frozen keys."""
    return {key for key in params if any(prefix in key for prefix in prefixes)}
