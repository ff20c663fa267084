"""What a watched check shows on a save and on each key."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

import pytest

from grader.cli.checking import Asked
from grader.cli.goals import goal_of
from grader.cli.keys import DOWN, END, UP
from grader.cli.screen import Page
from grader.cli.watching import BACK, KEYS, Watching
from grader.errors import CourseError
from grader.model import Course, Outcome, Score, Submission, Unit
from grader.reports.terminal import CheckView

Act = str | Callable[[], None]


class FakeKeyboard:
    """Presses keys, or does something, one act at each look; then quits."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self.acts: list[Act] = []

    def __enter__(self) -> Self:
        """Nothing is to be prepared."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be put back."""

    def pressed(self, timeout_s: float) -> list[str]:  # noqa: ARG002 - the keyboard's
        """Return the next key."""
        act = self.acts.pop(0) if self.acts else END
        if isinstance(act, str):
            return [act]
        act()
        return []


class FakeScreen:
    """Keeps what was drawn."""

    def __init__(self) -> None:
        """Begin with nothing drawn, in a window of the usual size."""
        self.pages: list[Page] = []
        self.size = os.terminal_size((80, 24))

    def draw(self, page: Page) -> int:
        """Keep the page; the next screenful starts 10 lines on."""
        self.pages.append(page)
        return page.start + 10


@pytest.fixture
def keys() -> FakeKeyboard:
    """The student's fingers."""
    return FakeKeyboard()


@pytest.fixture
def screen() -> FakeScreen:
    """What the student sees."""
    return FakeScreen()


@pytest.fixture
def scores(make_score: Callable[..., Score]) -> list[Score]:
    """What the judge finds, one after the other, the last one again and again."""
    return [make_score("s", Outcome.PASSED, Outcome.WRONG)]


@pytest.fixture
def asked() -> list[tuple[str, ...]]:
    """The exercises that each session of the judge was asked for."""
    return []


@pytest.fixture
def watch(
    monkeypatch: pytest.MonkeyPatch,
    course: Course,
    keys: FakeKeyboard,
    screen: FakeScreen,
    scores: list[Score],
    asked: list[tuple[str, ...]],
) -> Callable[..., Watching]:
    """Watch unit 6 while the acts are done."""

    def grade_all(
        _course: Course,
        _units: Sequence[Unit],
        submissions: Iterable[Submission],
        on_score: Callable[[Score], None],
        settings: object,
    ) -> None:
        asked.append(getattr(settings, "only", ()))
        for _ in submissions:
            on_score(scores.pop(0) if len(scores) > 1 else scores[0])

    monkeypatch.setattr("grader.cli.watching.grade_all", grade_all)
    monkeypatch.setattr("grader.cli.watching.POLL_S", 0)
    monkeypatch.setattr("grader.cli.watching._now", lambda: "14:03:21")

    def run(*acts: Act) -> Watching:
        keys.acts = list(acts)
        watching = Watching(course, CheckView(), screen, keys)  # type: ignore[arg-type] # all that is used of one
        watching.run(goal_of(course, Asked("u06"), course.root))
        return watching

    return run


Watch = Callable[..., Watching]


def test_the_first_check_is_made_at_once(watch: Watch, screen: FakeScreen) -> None:
    """The head names the file, its digest and the time."""
    watching = watch()

    first, second = screen.pages
    assert Page("Checking batchnorm.py ...", " ", KEYS) == first
    assert second.head.startswith(
        "batchnorm.py (sha256 d2f0c3a1b4e5)  checked at 14:03:21 in 0."
    )
    assert second.body.startswith("u06  Batch normalization\n")
    assert watching.last is not None
    assert watching.last.text.endswith(second.body)


def test_a_save_shows_the_old_report_until_the_new_one_is_there(
    watch: Watch, screen: FakeScreen, unit: Unit
) -> None:
    """A screen that goes blank for a moment is not calm."""
    path = unit.folder / unit.module

    watch(lambda: path.write_text("x = 2\n") and None, "x")

    heads = [page.head.partition("  checked")[0] for page in screen.pages]
    place = heads.index("Checking batchnorm.py ...", 1)
    assert screen.pages[place].body.startswith("u06  Batch normalization\n")


def test_h_shows_one_more_hint_each_time(watch: Watch, screen: FakeScreen) -> None:
    """Of the exercise in hand."""
    watch("h", "H", "x")

    assert screen.pages[-3].body.startswith("6.3  BatchNorm.backward: hint 1 of 3")
    assert screen.pages[-2].body.startswith("6.3  BatchNorm.backward: hint 2 of 3")
    assert f"h shows one more hint. {BACK}\n{KEYS}" == screen.pages[-3].foot
    assert screen.pages[-1].body.startswith("u06  Batch normalization\n")


def test_h_has_nothing_to_say_when_all_is_done(
    watch: Watch,
    screen: FakeScreen,
    scores: list[Score],
    make_score: Callable[..., Score],
) -> None:
    """And says how to go on."""
    scores[:] = [make_score()]

    watch("h")

    assert (
        f"Everything here is done; n goes on with the next.\n{KEYS}"
        == screen.pages[-1].foot
    )


def test_l_lists_the_unit_and_then_the_course(watch: Watch, screen: FakeScreen) -> None:
    """The short list first."""
    watch("l", "l")

    assert f"l lists the whole course. {BACK}\n{KEYS}" == screen.pages[-2].foot
    assert f"{BACK}\n{KEYS}" == screen.pages[-1].foot
    assert "6.3   BatchNorm.backward" in screen.pages[-1].body


def test_n_goes_to_the_next_exercise_not_done(
    watch: Watch,
    screen: FakeScreen,
    scores: list[Score],
    asked: list[tuple[str, ...]],
    make_score: Callable[..., Score],
) -> None:
    """Which is then checked alone; from there it goes on, past what is not done."""
    scores[:] = [make_score("s", Outcome.WRONG, Outcome.WRONG)]

    watch("n", "n")

    assert [(), ("6.1",), ("6.3",)] == asked
    assert "Checking batchnorm.py 6.3 ..." in [page.head for page in screen.pages]


@pytest.fixture
def stale(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Some exercises were run before the last change of their file only."""
    monkeypatch.setattr("grader.cli.watching.stale_exercises", lambda *_: request.param)


@pytest.mark.usefixtures("stale")
@pytest.mark.parametrize(
    ("backward", "stale", "said"),
    [
        (Outcome.WRONG, (), "6.3 is the only exercise that is not done."),
        (Outcome.PASSED, (), "Every exercise is done. To hand it in: grader pack"),
        (
            Outcome.PASSED,
            ("6.1",),
            (
                "Every exercise passed, but some before your last change. "
                "Check them all: grader check --all"
            ),
        ),
    ],
    indirect=["stale"],
    ids=["one left", "none left", "older passes"],
)
def test_n_stays_where_nothing_else_is_to_be_done(
    watch: Watch,
    screen: FakeScreen,
    scores: list[Score],
    make_score: Callable[..., Score],
    backward: Outcome,
    said: str,
) -> None:
    """And says why."""
    scores[:] = [make_score("s", Outcome.PASSED, backward)]

    watch("n", "n")

    assert f"{said}\n{KEYS}" == screen.pages[-1].foot


def test_p_draws_the_picture_or_says_why_not(watch: Watch, screen: FakeScreen) -> None:
    """A fault of one key does not end the screen."""
    watch("p")

    assert f"Drawing the picture of u06 ...\n{KEYS}" == screen.pages[-2].foot
    assert screen.pages[-1].foot == (
        "u06_batchnorm has no picture: expected picture.py in "
        f"assignments/u06_batchnorm.\n{KEYS}"
    )


def test_a_report_is_scrolled(watch: Watch, screen: FakeScreen) -> None:
    """By screens and by lines, and not before its start."""
    watch(" ", UP, UP, DOWN, "x", UP)

    assert [10, 9, 8, 9, 0, 0] == [page.start for page in screen.pages[2:]]


def test_a_resized_window_is_drawn_again(watch: Watch, screen: FakeScreen) -> None:
    """At once, not on the next save."""
    size = os.terminal_size((100, 30))

    watch(lambda: setattr(screen, "size", size))

    assert 3 == len(screen.pages)
    assert screen.pages[1] == screen.pages[2]


def test_a_file_that_cannot_be_taken_in_is_told(
    watch: Watch, screen: FakeScreen, monkeypatch: pytest.MonkeyPatch, unit: Unit
) -> None:
    """It may be mended while the screen stays."""
    monkeypatch.setattr("grader.cli.saves.PATIENCE_S", 0)

    watch(lambda: _take_away(unit.folder), lambda: None)

    assert "Not checked at 14:03:21" == screen.pages[-1].head
    assert screen.pages[-1].body.startswith("there is no file or folder ")


def test_a_fault_of_the_course_ends_it(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing on the screen could mend it."""

    def grade_all(*_: object) -> None:
        message = "a suite cannot be imported."
        raise CourseError(message)

    monkeypatch.setattr("grader.cli.watching.grade_all", grade_all)

    with pytest.raises(CourseError, match="a suite"):
        watch()


def _take_away(folder: Path) -> None:
    folder.rename(folder.with_name("gone"))
