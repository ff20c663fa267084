"""What this machine, this terminal and this course folder are like."""

import shutil

import msgspec
import pytest

from grader.catalog.kit import KIT_FILE, kit_list
from grader.cli import findings
from grader.cli.state import STATE_FILE
from grader.model import Course
from grader.reports.findings import Finding, Mark

HOLE = """\
class BatchNorm:
    def forward(self, x):
        raise NotImplementedError("6.1 BatchNorm.forward")

    def backward(self, dout):
        raise NotImplementedError("6.3 BatchNorm.backward")
"""


def test_a_file_that_is_missing_is_named(course: Course) -> None:
    """A unit without its file cannot be checked."""
    unit = course.units[0]
    (unit.folder / unit.module).unlink()

    assert findings.about_course(course)[1] == Finding(
        "your files",
        "1 of 1 are not there: u06_batchnorm/batchnorm.py",
        Mark.LOOK,
        "Unpack the file again beside this folder and copy them from there.",
    )


def test_work_beside_an_untouched_stub_is_told(course: Course) -> None:
    """A browser that downloads a file twice gives it such a name."""
    unit = course.units[0]
    (unit.folder / unit.module).write_text(HOLE)
    (unit.folder / "batchnorm (1).py").write_text("x = 1\n")
    (unit.folder / "test_batchnorm.py").write_text("")

    assert findings.about_course(course)[1] == Finding(
        "your files",
        "batchnorm (1).py is not looked at, the file that is checked is batchnorm.py",
        Mark.LOOK,
        "If your work is in it, give it that name.",
    )


def test_a_copy_beside_work_is_not_told(course: Course) -> None:
    """Students may keep what they had before."""
    unit = course.units[0]
    (unit.folder / unit.module).write_text(
        HOLE.replace('raise NotImplementedError("6.1 BatchNorm.forward")', "return x")
    )
    (unit.folder / "batchnorm_old.py").write_text(HOLE)

    assert findings.about_course(course)[1] == Finding(
        "your files", "all are in their folders"
    )


def test_a_whole_kit_is_told(course: Course) -> None:
    """That nothing is said of a course without a list is seen everywhere else."""
    (course.root / KIT_FILE).write_bytes(kit_list({}))

    assert findings.about_kit(course.root) == [
        Finding("the kit", "its files are as they were handed out")
    ]


def test_a_damaged_kit_is_told(course: Course) -> None:
    """Its checks may be other ones than those that were handed out."""
    (course.root / KIT_FILE).write_bytes(kit_list({"assignments/data/x.npz": b""}))

    assert findings.about_kit(course.root) == [
        Finding(
            "the kit",
            "not as in your kit: data/x.npz (not there)",
            Mark.LOOK,
            "Unpack kit.zip beside this folder and copy it from there.",
        )
    ]


def test_a_folder_that_cannot_be_written_to_is_told(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures and progress would be lost."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    assert findings.about_course(course)[2] == Finding(
        "writing",
        "not possible: Permission denied",
        Mark.BROKEN,
        "Move the course to a folder of your own; pictures and progress cannot be "
        "saved here.",
    )


def test_a_damaged_state_is_told(course: Course) -> None:
    """It may be deleted at any time."""
    path = course.root / STATE_FILE
    path.parent.mkdir()
    path.write_text("{")

    assert findings.about_course(course)[3] == Finding(
        "progress",
        "the file cannot be read",
        Mark.LOOK,
        "Delete .grader/state.json in the folder of the course; it holds only "
        "progress and hints shown.",
    )


@pytest.mark.parametrize(
    ("units", "said"),
    [({}, "0 units"), ({"u06": {"sha256": "", "outcomes": {}}}, "1 unit")],
)
def test_a_state_says_how_much_is_remembered(
    course: Course, units: dict[str, object], said: str
) -> None:
    """And where."""
    path = course.root / STATE_FILE
    path.parent.mkdir()
    path.write_bytes(msgspec.json.encode({"units": units}))

    assert findings.about_course(course)[3] == Finding(
        "progress", f"{said} checked, in .grader/state.json"
    )


def test_another_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tried the course with it."""
    monkeypatch.setattr("platform.python_implementation", lambda: "PyPy")

    finding = findings.about_python()[0]

    assert finding.said.endswith(", PyPy, 64 bit")
    assert (finding.mark, finding.act) == (
        Mark.LOOK,
        "Install CPython in 64 bit; the course was tried with no other.",
    )


def test_the_blas_is_named() -> None:
    """Two machines may round differently because of it."""
    assert "unknown" not in findings.about_python()[1].said


def test_threads_that_were_chosen_are_named() -> None:
    """They hold for the student's own runs, not for checks."""
    assert findings.about_threads({"OMP_NUM_THREADS": "2"}, 8) == Finding(
        "BLAS threads", "1 in checks, so results repeat; OMP_NUM_THREADS=2"
    )


@pytest.mark.parametrize(
    ("encoding", "columns", "found"),
    [
        ("utf-8", 100, Finding("terminal", "utf-8, 100 columns")),
        (
            "cp1252",
            80,
            Finding(
                "terminal", "cp1252, 80 columns; signs it lacks appear in plain forms"
            ),
        ),
        (
            "utf-8",
            79,
            Finding(
                "terminal",
                "utf-8, 79 columns",
                Mark.LOOK,
                "Make the window 80 columns wide, so that tables keep their shape.",
            ),
        ),
    ],
)
def test_a_terminal_has_an_encoding_and_a_width(
    encoding: str, columns: int, found: Finding
) -> None:
    """Reports are written for 80 columns and more."""
    assert found == findings.about_terminal(encoding, columns, is_terminal=True)


@pytest.mark.parametrize(
    ("environment", "is_terminal", "said"),
    [
        ({"NO_COLOR": "1"}, True, "off, because NO_COLOR is set"),
        ({}, True, "on"),
        ({}, False, "off, without a terminal"),
    ],
)
def test_colour_is_told(
    environment: dict[str, str], said: str, *, is_terminal: bool
) -> None:
    """With the reason why there is none."""
    found = findings.about_colour(environment, is_terminal=is_terminal)

    assert found == Finding("colour", said)


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker needs a little room."""
    usage = shutil.disk_usage("/")._replace(free=5 * 2**20)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/scratch")

    assert findings.about_space() == [
        Finding(
            "disk",
            "5 MiB are free in /scratch",
            Mark.LOOK,
            "Make room there; checks work with files in it, 200 MiB do.",
        )
    ]
