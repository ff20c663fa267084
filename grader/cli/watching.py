"""What a watched check does on a save and on each key."""

import importlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grader.catalog import find_exercise
from grader.cli.checking import Asked, Checked, told
from grader.cli.goals import Goal, goal_of, next_undone
from grader.cli.keys import DOWN, END, UP, Keyboard
from grader.cli.saves import POLL_S, Folder, Saves
from grader.cli.screen import Page, Screen
from grader.cli.state import (
    known_outcomes,
    load_state,
    progress_of,
    save_state,
    stale_exercises,
    with_hint,
)
from grader.cli.work import open_checks
from grader.errors import GraderError
from grader.judge import grade_all
from grader.model import Course, Outcome, Score, Submission
from grader.reports.following import short_name
from grader.reports.progress import render_list
from grader.reports.tables import render_hint
from grader.reports.terminal import CheckView

KEYS = "h hint   n next   l list   p picture   w why   q quit"
BACK = "Any other key goes back to the check."
_TICK_S = 0.05  # how long a save may wait for the keyboard
_DIGEST = 12


class Watching:
    """A student at work: what is on the screen, and what comes next.

    Attributes:
        last: the latest run, None before the first.
    """

    def __init__(
        self, course: Course, view: CheckView, screen: Screen, keys: Keyboard
    ) -> None:
        """Prepare; see `watch`."""
        self.last: Checked | None = None
        self._course, self._view = course, view
        self._screen, self._keys = screen, keys
        self._goal: Goal | None = None
        self._begun = 0.0
        self._page = Page("", "", KEYS)
        self._report = ""
        self._following = 0
        self._is_long_list = True
        self._acts: dict[str, Callable[[], None]] = {
            "h": self._hint,
            "n": self._next,
            "l": self._list,
            "p": self._picture,
            "w": self._why,
            "q": self._quit,
            END: self._quit,
            " ": lambda: self._scroll(self._following),
            UP: lambda: self._scroll(max(0, self._page.start - 1)),
            DOWN: lambda: self._scroll(self._page.start + 1),
        }

    def run(self, goal: Goal | None) -> None:
        """Serve one goal after the other until the student quits.

        Args:
            goal: what to begin with.

        Raises:
            GraderError: if the course or the grader is at fault.
        """
        self._goal = goal
        while self._goal is not None:
            goal = self._goal
            settings = open_checks(self._course, goal.asked.only, goal.asked.device)
            saved = self._saved(goal)
            grade_all(self._course, goal.units, saved, self._tell, settings)

    def _saved(self, goal: Goal) -> Iterator[Submission]:
        """Yield the work as it is now and whenever it was saved."""
        saves = Saves(goal.read, time.monotonic)
        looked = -POLL_S
        with Folder(goal.place) as folder:
            while self._goal is goal:
                is_due = time.monotonic() - looked >= POLL_S
                if folder.has_changed() or saves.is_waiting or is_due:
                    self._begun = looked = time.monotonic()
                    found = saves.new()
                    if isinstance(found, Submission):
                        self._show_checking(goal)
                        yield found
                    elif found is not None:
                        self._show_error(found)
                self._serve_keys()

    def _serve_keys(self) -> None:
        size = self._screen.size
        for key in self._keys.pressed(_TICK_S):
            act = self._acts.get(key.lower() if len(key) == 1 else key, self._back)
            try:
                act()
            except GraderError as error:
                self._show(foot=str(error))
        if self._screen.size != size:
            self._show()

    def _show(
        self, *, head: str = "", body: str = "", foot: str = "", start: int = 0
    ) -> None:
        """Draw again; what is not given stays, but for the line above the keys."""
        self._page = Page(
            head or self._page.head,
            body or self._page.body,
            f"{foot}\n{KEYS}" if foot else KEYS,
            start,
        )
        self._following = self._screen.draw(self._page)

    def _show_checking(self, goal: Goal) -> None:
        names = ", ".join(unit.module for unit in goal.units)
        what = f"Checking {' '.join((names, *goal.asked.only))} ..."
        is_same = self.last is not None and bool(self._report)
        self._show(head=what, body=self._report if is_same else " ")

    def _show_error(self, error: GraderError) -> None:
        self._report = str(error)
        self._show(head=f"Not checked at {_now()}", body=self._report)

    def _tell(self, score: Score) -> None:
        assert self._goal is not None  # noqa: S101 - it is served right now
        self.last = self._told(self._goal.asked, score)
        took_s = time.monotonic() - self._begun
        self._report = _without_files(self.last.text)
        self._is_long_list = True  # so that the first list is the short one
        head = f"{_files(score)}  checked at {_now()} in {took_s:.1f} s"
        self._show(head=head, body=self._report, foot=self.last.trouble)

    def _back(self) -> None:
        self._is_long_list = True
        self._show(body=self._report)

    def _scroll(self, start: int) -> None:
        self._show(start=start)

    def _quit(self) -> None:
        self._goal = None

    def _exercise(self) -> str:
        """Return the exercise in hand: the first of the last run not passed, or ""."""
        exercises = self.last.score.units if self.last is not None else ()
        undone = (
            one.id
            for unit in exercises
            for one in unit.exercises
            if one.outcome is not Outcome.PASSED
        )
        return next(undone, "")

    def _hint(self) -> None:
        exercise_id = self._exercise()
        if not exercise_id:
            self._show(foot="Everything here is done; n goes on with the next.")
            return
        _, exercise = find_exercise(self._course, exercise_id)
        state = load_state(self._course)
        number = min(state.hints.get(exercise_id, 0) + 1, len(exercise.hints))
        trouble = save_state(self._course, with_hint(state, exercise_id, number))
        text = render_hint(exercise, number, self._view.width)
        is_last = number == len(exercise.hints)
        more = BACK if is_last else f"h shows one more hint. {BACK}"
        # The screen's own words stand for the command that brings the next one.
        self._show(body=text.partition("\n\nOne more: ")[0], foot=trouble or more)

    def _next(self) -> None:
        goal = self._goal
        assert goal is not None  # noqa: S101 - it is served right now
        is_elsewhere = goal.asked.is_elsewhere
        units = goal.units if is_elsewhere else self._course.units
        known = self._known(is_elsewhere=is_elsewhere)
        now = goal.asked.only[-1] if goal.asked.only else ""
        if known.get(now) not in {None, Outcome.PASSED}:  # whoever goes on skips it
            found = next_undone(units, known, now)
        else:
            found = next_undone(goal.units, known) or next_undone(units, known)
        if not found:
            self._show(foot=self._all_done(is_elsewhere=is_elsewhere))
            return
        if found == now:
            self._show(foot=f"{found} is the only exercise that is not done.")
            return
        target = goal.asked.target if is_elsewhere else ""
        asked = msgspec.structs.replace(goal.asked, target=target, only=(found,))
        self._goal = goal_of(self._course, asked, Path.cwd())
        self._report = ""

    def _all_done(self, *, is_elsewhere: bool) -> str:
        stale = stale_exercises(self._course, load_state(self._course))
        if stale and not is_elsewhere:
            return (
                "Every exercise passed, but some before your last change. "
                "Check them all: grader check --all"
            )
        return "Every exercise is done. To hand it in: grader pack"

    def _known(self, *, is_elsewhere: bool) -> dict[str, Outcome]:
        known = (
            {}
            if is_elsewhere
            else known_outcomes(self._course, load_state(self._course))
        )
        for unit in self.last.score.units if self.last is not None else ():
            known |= {one.id: one.outcome for one in unit.exercises}
        return known

    def _list(self) -> None:
        """List the unit in hand, and the whole course when asked again."""
        assert self._goal is not None  # noqa: S101 - it is served right now
        self._is_long_list = not self._is_long_list
        progress = progress_of(self._course, load_state(self._course))
        units = self._course.units if self._is_long_list else self._goal.units
        text = render_list(self._course, progress, units, self._view.width)
        more = BACK if self._is_long_list else f"l lists the whole course. {BACK}"
        self._show(body=text, foot=more)

    def _picture(self) -> None:
        assert self._goal is not None  # noqa: S101 - it is served right now
        unit = self._goal.units[0]
        self._show(foot=f"Drawing the picture of {short_name(unit)} ...")
        # What draws takes as long to import as a check, and few ask for it.
        plot = importlib.import_module("grader.cli.plot")
        source = self._goal.read().modules.get(unit.id)
        said, _ = plot.drawn(unit, Path(f"{unit.id}.png"), source)
        self._show(body=self._report, foot=said)

    def _why(self) -> None:
        if self.last is None or self._goal is None:
            return
        asked = msgspec.structs.replace(self._goal.asked, why=True)
        found = self._told(asked, self.last.score)
        self._show(body=_without_files(found.text), foot=BACK)

    def _told(self, asked: Asked, score: Score) -> Checked:
        return told(self._course, asked, [score], self._view, datetime.now(UTC))


def _now() -> str:
    return datetime.now().astimezone().strftime("%H:%M:%S")


def _files(score: Score) -> str:
    named = ", ".join(
        f"{file.path} (sha256 {file.sha256[:_DIGEST]})"
        for file in score.submission.files
    )
    return named or "No file"


def _without_files(text: str) -> str:
    """Return a report without the line on its files, which the head has."""
    first, _, rest = text.partition("\n\n")
    return rest if first.startswith("Checked ") else text
