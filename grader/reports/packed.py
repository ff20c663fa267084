"""What a packed file holds, and what in it is still to be done."""

from collections.abc import Sequence

import msgspec

from grader.model import SourceFile
from grader.reports.text import WIDTH, columns, padded, paragraphs, visible, wrapped

_RUN = 3  # so many units in a row are said as "u02 to u04"


class ToHandIn(msgspec.Struct, frozen=True):
    """What is to be said of a unit before it is handed in.

    Attributes:
        unit: its short name.
        module: the file it is about.
        not_started: ids of exercises whose hole is as it was handed out; one without
            a hole of its own is never among them.
        is_there: whether there is such a file.
        trouble: why it cannot be imported, "" if it can.
        lacking: what the exercises ask for and the file does not define.
        is_empty: whether nothing is in the file.
        is_untouched: whether all of it is as it was handed out.
    """

    unit: str
    module: str
    not_started: tuple[str, ...] = ()
    is_there: bool = True
    trouble: str = ""
    lacking: tuple[str, ...] = ()
    is_empty: bool = False
    is_untouched: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing stops it and no hole is left."""
        return self.is_there and not (_wrong(self) or self.not_started)


def render_pack(
    path: str, files: Sequence[SourceFile], units: Sequence[ToHandIn] = ()
) -> str:
    """Return what a packed file holds, and what in it is still to be done.

    Args:
        path: where it was written.
        files: the modules in it.
        units: the course's, and what is to be said of them.
    """
    width = max(columns(file.path) for file in files)
    rows = [
        f"  {padded(visible(file.path), width)}  sha256 {file.sha256[:12]}"
        for file in files
    ]
    troubles = [wrong for one in units if (wrong := _wrong(one))]
    undone = "\n".join(wrapped(said, WIDTH) for said in _standing(units))
    if not troubles:
        head = f"{path} is ready to hand in. It holds:"
        return paragraphs(["\n".join([head, *rows]), undone])
    head = f"{path} is written, but mend this before you hand it in:"
    held = "\n".join(["It holds:", *rows])
    return paragraphs([head, *troubles, held, undone])


def _wrong(one: ToHandIn) -> str:
    """Return what is to be mended in a unit, "" if nothing is."""
    if one.is_empty:
        return f"{one.unit}: {one.module} is empty, so it would get no points."
    if one.trouble:
        return _told(one)
    if one.lacking:
        whose = "its exercise" if len(one.lacking) == 1 else "their exercises"
        text = (
            f"{one.unit}: {one.module} does not define "
            f"{', '.join(map(visible, one.lacking))}; {whose} would get no points."
        )
        return wrapped(text, WIDTH)
    return ""


def _told(one: ToHandIn) -> str:
    what, line_break, source_line = visible(one.trouble).partition("\n")
    text = (
        f"{one.unit}: {one.module} cannot be imported, so it would get no points. "
        f"{what}"
    )
    return f"{wrapped(text, WIDTH)}{line_break}{source_line}"


def _standing(units: Sequence[ToHandIn]) -> list[str]:
    """Return how far the units are, a line for each that is under way."""
    whole = _in_rows([one.is_whole for one in units], units)
    untouched = _in_rows([one.is_untouched for one in units], units)
    return [
        *([f"every exercise is written: {whole}"] if whole else []),
        *(said for one in units if (said := _undone(one))),
        *([f"not started: {untouched}"] if untouched else []),
    ]


def _undone(one: ToHandIn) -> str:
    if not one.is_there:
        return f"{one.unit}: there is no {one.module}, so nothing of it is handed in."
    ids = ", ".join(one.not_started)
    return f"{one.unit}: not started: {ids}" if ids and not one.is_untouched else ""


def _in_rows(are_meant: Sequence[bool], units: Sequence[ToHandIn]) -> str:
    """Return the units that are meant: "u01, u03 to u14"."""
    rows: list[list[str]] = [[]]
    for is_meant, one in zip(are_meant, units, strict=True):
        if is_meant:
            rows[-1].append(one.unit)
        else:
            rows.append([])
    return ", ".join(
        f"{row[0]} to {row[-1]}" if len(row) >= _RUN else ", ".join(row)
        for row in rows
        if row
    )
