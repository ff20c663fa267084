"""The tables of the manifests, key by key, and the sentences that refuse them.

A key or a value that is not understood is refused; nothing is guessed or left
aside. The description of a key's type completes "<key> must be ...".
"""

import difflib
import reprlib
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import msgspec
from msgspec import Meta

from grader.errors import CourseError
from grader.model import DiagnosisPolicy, Limits, RevealPolicy

_DEFAULTS = Limits()

_Format = Annotated[
    int, Meta(ge=1, le=1, description="1, the only one this grader reads")
]
_Filled = Annotated[str, Meta(pattern=r"\S", description="a text that is not empty")]
_Positive = Annotated[int, Meta(gt=0, description="a positive whole number")]
_Seconds = Annotated[
    float,
    Meta(gt=0, le=86_400, description="a positive number of seconds, at most 86400"),
]
_Limits = Annotated[dict[str, object], Meta(description="a table of limits")]
_ExerciseId = Annotated[
    str,
    Meta(
        pattern=r"^(0|[1-9][0-9]*)\.[1-9][0-9]*\Z",
        description='a text such as "6.3", the number of the unit and a count from 1',
    ),
]
_Module = Annotated[
    str,
    Meta(
        # A suite, a picture and pytest's own file stand in the same folder.
        pattern=r"^(?!test_|picture\.|conftest\.)[A-Za-z_][A-Za-z0-9_]*\.py\Z",
        description='a plain .py file name such as "batchnorm.py"',
    ),
]
_UnitId = Annotated[str, Meta(pattern=r"^u[0-9]+_[a-z0-9_]+\Z")]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a manifest, with the keys it may have."""


class LimitsTable(Table, frozen=True):
    """The `[limits]` of a course or a unit; a key left out changes nothing."""

    call_s: _Seconds = _DEFAULTS.call_s
    import_s: _Seconds = _DEFAULTS.import_s
    exercise_s: _Seconds = _DEFAULTS.exercise_s
    memory_mib: _Positive = _DEFAULTS.memory_mib
    output_kib: _Positive = _DEFAULTS.output_kib
    file_mib: _Positive = _DEFAULTS.file_mib


class ExerciseTable(Table, frozen=True):
    """One `[[exercises]]` of a unit."""

    id: _ExerciseId
    name: _Filled
    points: _Positive
    minutes: _Positive
    difficulty: Annotated[int, Meta(ge=1, le=3, description="1, 2 or 3")]
    hints: Annotated[
        tuple[_Filled, ...],
        Meta(min_length=1, description="a list of one or more texts"),
    ]
    needs: Annotated[tuple[str, ...], Meta(description="a list of exercise ids")] = ()
    may_loop_over: Annotated[
        tuple[_Filled, ...], Meta(description='a list of shape letters such as "T"')
    ] = ()
    all_open: Annotated[bool, Meta(description="true or false")] = False


class UnitTable(Table, frozen=True):
    """A whole `unit.toml`."""

    format: _Format
    title: _Filled
    module: _Module
    exercises: Annotated[
        tuple[dict[str, object], ...],
        Meta(min_length=1, description="one or more [[exercises]] tables"),
    ]
    paper: Annotated[str, Meta(description="a text")] = ""
    limits: _Limits = msgspec.field(default_factory=dict)


class CourseTable(Table, frozen=True):
    """A whole `course.toml`."""

    format: _Format
    title: _Filled
    seed: Annotated[int, Meta(ge=0, description="a whole number from 0 up")]
    units: Annotated[
        tuple[_UnitId, ...],
        Meta(
            min_length=1,
            description='a list of one or more folder names such as "u06_batchnorm"',
        ),
    ]
    open_share: Annotated[
        float, Meta(ge=0, le=1, description="a number from 0 to 1")
    ] = 0.4
    limits: _Limits = msgspec.field(default_factory=dict)
    weights: Annotated[
        dict[str, _Positive],
        Meta(description="a table that gives units positive whole numbers"),
    ] = msgspec.field(default_factory=dict)
    diagnosis: Annotated[
        DiagnosisPolicy, Meta(description='"second_try", "at_once" or "after_due"')
    ] = DiagnosisPolicy.SECOND_TRY
    reveal: Annotated[
        RevealPolicy, Meta(description='"after_passing", "after_due" or "never"')
    ] = RevealPolicy.AFTER_DUE
    due: Annotated[
        dict[str, Annotated[datetime, Meta(tz=True)]],
        Meta(
            description="a table that gives units a moment with its time zone, "
            "such as 2027-01-31T23:59:00Z"
        ),
    ] = msgspec.field(default_factory=dict)


_AnyTable = TypeVar("_AnyTable", bound=Table)


def read_toml(root: Path, where: str) -> dict[str, object]:
    """Return the content of the TOML file `where`, a path below `root`.

    Raises:
        CourseError: if the file cannot be read as TOML.
    """
    try:
        return tomllib.loads((root / where).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"{where}: there is no such file; every course needs it."
        raise CourseError(message) from error
    except OSError as error:
        message = f"{where}: the file cannot be read: {error.strerror}."
        raise CourseError(message) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"{where}: line {line} is not UTF-8; save the file as UTF-8 text."
        raise CourseError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{where}: this is not TOML: {error}."
        raise CourseError(message) from error


def read_table(
    kind: type[_AnyTable], content: Mapping[str, object], subject: str
) -> _AnyTable:
    """Return `content` as a table of this kind.

    Args:
        kind: which table it must be.
        content: what the TOML file says.
        subject: the beginning of every refusal, such as
            "assignments/u06_batchnorm/unit.toml: exercise 6.3".

    Raises:
        CourseError: if a value breaks the rule of its key, a key is unknown,
            or one is missing.
    """
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        if name in content:
            _refuse_wrong_value(subject, name, content[name], field.type)
    for name in content:
        if name not in fields:
            _refuse_unknown_key(subject, name, tuple(fields))
    for name, field in fields.items():
        if field.required and name not in content:
            rule = _rule(field.type)
            message = f"{subject} lacks the key {name!r}; {name} must be {rule}."
            raise CourseError(message)
    return msgspec.convert(content, kind)


def _refuse_wrong_value(subject: str, name: str, value: object, kind: object) -> None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        found = reprlib.repr(value)
        message = f"{subject} has {name} = {found}; {name} must be {_rule(kind)}."
        raise CourseError(message) from error


def _refuse_unknown_key(subject: str, name: str, known: tuple[str, ...]) -> None:
    close = difflib.get_close_matches(name, known, n=1)
    advice = f"did you mean {close[0]!r}?" if close else f"it may have {listed(known)}."
    message = f"{subject} has the unknown key {name!r}; {advice}"
    raise CourseError(message)


def _rule(kind: object) -> str:
    (meta,) = (part for part in get_args(kind) if isinstance(part, Meta))
    return str(meta.description)


def listed(words: tuple[str, ...]) -> str:
    """Return the words as a sentence lists them: "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
