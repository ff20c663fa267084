"""Make numbers, names and a stranger's text fit for a terminal or a table."""

import itertools
import re
import textwrap
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from grader.model import Outcome

_CENT = Decimal("0.01")
WIDTH = 80  # columns, where nothing else is known

_PLAIN = {
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{MIDDLE DOT}": "*",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
}
AT_IMPORT = "reached while the file is imported, from"
NO_IMPORT = "so the file cannot be imported"
NEEDS_DEBUG = "breakpoint() needs --debug"
# Where a cell was cut: dots take the place of two characters more.
_CUT = re.compile("[^\n]{2}\N{HORIZONTAL ELLIPSIS}(?=  |$)", re.MULTILINE)
_KEPT_CONTROLS = "\n\t"
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_WIDE = frozenset({"W", "F"})


def points(value: float) -> str:
    """Return points as people write them: 12, 12.5, at most two decimals."""
    # As written out: half of 93.15 is a hair less than 46.575 inside, and 46.58 here.
    exact = Decimal(repr(float(value))).quantize(_CENT, ROUND_HALF_UP)
    text = f"{exact:f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def words(outcome: Outcome) -> str:
    """Return the outcome in words: `not_started` is "not started"."""
    if outcome is Outcome.OUTPUT:
        return "wrong shape or type"
    if outcome is Outcome.MEMORY:
        return "too much memory"
    return outcome.value.replace("_", " ")


def state_in_words(outcome: Outcome, score: float) -> str:
    """Return what became of an exercise; what has points already was begun."""
    is_begun = outcome is Outcome.NOT_STARTED and score
    return "in part" if is_begun else words(outcome)


def visible(text: str) -> str:
    r"""Return text in which nothing can steer a terminal.

    Control and format characters, which an exception of a submission may
    carry, become escapes such as "\x1b"; new lines and tabs stay.
    """
    return "".join(_visible_character(character) for character in text)


def first_line(text: str) -> str:
    """Return the first line that says something, "" if none does."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def columns(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(_character_columns(character) for character in text)


def cut(text: str, width: int) -> str:
    """Return the text, shortened to `width` columns with a sign that it was."""
    if columns(text) <= width:
        return text
    ends = itertools.accumulate(_character_columns(character) for character in text)
    kept = sum(end < width for end in ends)
    return text[:kept].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def padded(text: str, width: int) -> str:
    """Return the text cut or filled with spaces to exactly `width` columns."""
    short = cut(text, width)
    return short + " " * (width - columns(short))


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Return the text in lines of at most `width` columns, each indented."""
    return textwrap.fill(
        text,
        width=width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def indented(text: str, indent: str) -> str:
    """Return the text as it is laid out, every line moved right."""
    return "\n".join((indent + line).rstrip() for line in text.strip("\n").splitlines())


def paragraphs(parts: Iterable[str]) -> str:
    """Return the parts that say something, with an empty line between them."""
    return "\n\n".join(part for part in parts if part.strip())


def fit_encoding(text: str, encoding: str) -> str:
    """Return the text in characters that `encoding` can carry.

    Typographic signs become their plain forms and accents are dropped;
    what is left over becomes a question mark. What was cut keeps its width.
    """
    if _fits(text, encoding):
        return text
    if not _fits("\N{HORIZONTAL ELLIPSIS}", encoding):
        text = _CUT.sub("...", text)
    return "".join(_fitting_character(character, encoding) for character in text)


def _visible_character(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return character
    if unicodedata.category(character) in _UNSAFE_CATEGORIES:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _character_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _fitting_character(character: str, encoding: str) -> str:
    if _fits(character, encoding):
        return character
    if unicodedata.combining(character):
        return ""
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", _PLAIN.get(character, character))
        if not unicodedata.combining(part)
    )
    return bare if bare and _fits(bare, encoding) else "?"
