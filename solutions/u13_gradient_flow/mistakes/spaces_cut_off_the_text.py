"""the text is stripped and made small

A newline, a space and a capital are characters as well.
"""

EXERCISE = "13.4"
READ = "handout 4.1"


def vocabulary(text: str) -> list[str]:
    """Return fewer characters than the text has."""
    return sorted(set(text.strip().lower()))
