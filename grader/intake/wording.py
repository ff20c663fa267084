"""How refusals name what they are about: safe to print, short, in one sentence."""

from grader.errors import IntakeError

_LONGEST = 80
_HEAD = 60
_TAIL = 15


def refusal(upload: str, found: str, act: str) -> IntakeError:
    """Return the error that refuses an upload.

    Args:
        upload: the name of what was handed in.
        found: what is wrong with it.
        act: what to do now.
    """
    return IntakeError(f"{shown(upload)}: {found}; {act}.")


def shown(name: str) -> str:
    """Return a name that neither a terminal nor JSON can stumble over."""
    return "".join(char if char.isprintable() else _escaped(char) for char in name)


def quoted(name: str) -> str:
    """Return a name in quotes, its middle left out where it is long."""
    if len(name) > _LONGEST:
        name = f"{name[:_HEAD]}...{name[-_TAIL:]}"
    return repr(name)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode()
