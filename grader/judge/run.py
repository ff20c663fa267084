"""Run suites over submissions: one pytest session that serves many of them."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import pytest

from grader.errors import GraderFault, UsageError
from grader.judge import fixtures
from grader.judge.host import Host
from grader.judge.judging import Judge
from grader.judge.seats import seated
from grader.judge.settings import JudgeSettings
from grader.model import Course, Score, Submission, Unit, Visibility

# Each of these costs every test time, or reads the folder it runs in.
WITHOUT_PLUGINS = (
    *("terminalreporter", "cacheprovider", "logging", "warnings", "doctest"),
    *("junitxml", "pastebin", "stepwise", "faulthandler", "unraisableexception"),
    *("threadexception", "debugging", "setuponly", "setupplan", "tmpdir"),
    *("monkeypatch", "recwarn", "unittest", "skipping", "subtests"),
)
SCRUBBED = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
ISOLATED_TIERS = frozenset({"A", "B", "B-", "C"})


def grade_all(
    course: Course,
    units: Sequence[Unit],
    submissions: Iterable[Submission],
    on_score: Callable[[Score], None],
    settings: JudgeSettings,
) -> None:
    """Grade submissions one after the other in one warm judge.

    Args:
        course: the course.
        units: those to grade.
        submissions: taken one at a time, so they may come slowly.
        on_score: called with each score document as it is made.
        settings: how the judge runs.

    Raises:
        CourseError: a suite cannot be used.
        UsageError: hidden suites would run without walls.
    """
    with (
        seated(),
        Host(settings) as host,
        tempfile.TemporaryDirectory(prefix="grader-") as empty,
    ):
        _require_isolation(host, settings, units)
        judge = Judge(course, units, submissions, on_score, settings, host)
        _run_pytest(judge, course.root, Path(empty) / "pytest.ini")
        if judge.failure is not None:
            raise judge.failure


def grade_one(
    course: Course,
    units: Sequence[Unit],
    submission: Submission,
    settings: JudgeSettings,
) -> Score:
    """Grade one submission; see `grade_all`."""
    scores: list[Score] = []
    grade_all(course, units, [submission], scores.append, settings)
    return scores[0]


def _require_isolation(
    host: Host, settings: JudgeSettings, units: Sequence[Unit]
) -> None:
    hidden = Visibility.HIDDEN in settings.visibilities
    tier = host.isolation.tier
    if hidden and tier not in ISOLATED_TIERS and not settings.allow_unisolated:
        msg = (
            f"this machine isolates at tier {tier}, where a submission could read the "
            "hidden suite; grade on Linux with Landlock, or pass --allow-unisolated "
            "for submissions you trust."
        )
        raise UsageError(msg)
    for unit in units if hidden and not settings.allow_unisolated else ():
        exposed = None if unit.hidden is None else host.exposes(unit.hidden)
        if exposed is not None:
            msg = (
                f"{unit.hidden} lies in {exposed}, which every submission may read "
                "because Python is there; move the course to a folder of its own."
            )
            raise UsageError(msg)


def _run_pytest(judge: Judge, root: Path, settings_file: Path) -> None:
    settings_file.write_text("[pytest]\n")
    arguments = [
        *(str(path) for path in judge.suites),
        "-c",
        str(settings_file),
        f"--rootdir={root}",
        "--noconftest",
        "--disable-plugin-autoload",
        "--import-mode=importlib",
        "--assert=plain",
        "--capture=no",
        "--tb=native",
        "--json-report-file=",
        "--json-report-omit=log",
        "--json-report-omit=streams",
        "--json-report-omit=collectors",
        "--json-report-omit=keywords",
        "-ppytest_jsonreport.plugin",
        *(f"-pno:{name}" for name in WITHOUT_PLUGINS),
    ]
    scrubbed = {name: os.environ.pop(name) for name in SCRUBBED if name in os.environ}
    try:
        # What a suite prints must not mix with results.
        with contextlib.redirect_stdout(sys.stderr):
            status = pytest.main(arguments, plugins=[fixtures, judge.record, judge])
    finally:
        os.environ.update(scrubbed)
        _forget(judge.suites)
    if judge.failure is None and not judge.ran:
        msg = f"pytest ended with status {int(status)} before a check ran."
        raise GraderFault(msg)


def _forget(suites: Collection[Path]) -> None:
    """Drop the imported suites, so that the next run reads what is then on disk."""
    files = {str(path) for path in suites}
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) in files:
            parts = name.split(".")
            for length in range(len(parts), 0, -1):
                sys.modules.pop(".".join(parts[:length]), None)
