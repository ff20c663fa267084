"""the characters stand in the order in which they come

Sorted, they have the same order in every run and for every text.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def vocabulary(text: str) -> list[str]:
    """Return the characters."""
    return list(dict.fromkeys(text))
