"""What a cause's code or a message tells: what is wrong, or only where to look."""

BEHIND = "after:"  # another failure comes first
PLACES = ("steps:first", "steps:memory", "steps:start", "not-finite", BEHIND)
NAMED = "named as the handout does"  # what all advice about arrays says
SIDES = {"where": 2, "side": 3}  # parts of a code that names a side and nothing more


def is_behind(code: str) -> bool:
    """Whether a cause only names what is to be mended before."""
    return code.startswith(BEHIND)


def is_place(code: str) -> bool:
    """Whether a cause says only where to look, and not what is wrong there."""
    parts = code.split(":")
    return code.startswith(PLACES) or SIDES.get(parts[0]) == len(parts)


def names_an_array(message: str) -> bool:
    """Whether a message says how far the arrays on the way back are right."""
    return NAMED in message
