"""The pytest plugin that lets a student run a unit's open suite with plain `pytest`.

It is loaded wherever the grader is installed, so it does nothing at all until a
test asks for the `student` fixture in a folder with a unit.toml.
"""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from grader.catalog import find_course, load_course
from grader.errors import StudentError
from grader.judge.bench import Bench, Laid
from grader.judge.examining import Examination, Run
from grader.judge.fixtures import BENCH, reference, rng, student
from grader.judge.host import Host
from grader.judge.items import describe
from grader.judge.references import References
from grader.judge.rerunning import Rerunner
from grader.judge.settings import FreshWorker, JudgeSettings
from grader.model import Course, Diagnosis, Unit, Verdict, Visibility
from grader.reports.ladder import before_due, has_cause
from grader.sandbox.session import Session

__all__ = ["pytest_configure", "pytest_pyfunc_call", "reference", "rng", "student"]

HOST = pytest.StashKey[Host]()
EXAMINE = pytest.StashKey[Callable[[], dict[pytest.Item, Diagnosis]]]()
COURSES = pytest.StashKey[dict[Path, Course]]()


def pytest_configure(config: pytest.Config) -> None:
    """Know the marker that ties a test to an exercise."""
    config.addinivalue_line("markers", "exercise(id, weight): what a check judges")
    config.stash[COURSES] = {}


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a check of an open suite, and show its message instead of a traceback."""
    if "student" not in pyfuncitem.fixturenames or BENCH not in pyfuncitem.config.stash:
        return (yield)
    bench = pyfuncitem.config.stash[BENCH]
    verdict = bench.before(pyfuncitem)
    if verdict is None:
        try:
            result = yield
            bench.settle(pyfuncitem)
        except StudentError as error:
            verdict = _explained(pyfuncitem, bench.failed(pyfuncitem, error))
        else:
            bench.passed(pyfuncitem)
            return result
    return pytest.fail(_shown(verdict), pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Lay the student's file out for the first check of its unit."""
    if "student" not in getattr(item, "fixturenames", ()) or not _is_open_suite(item):
        return
    course = _course(item)
    unit = next(unit for unit in course.units if unit.folder == item.path.parent)
    host = _host(item.config)
    source = unit.folder / unit.module
    data = source.read_bytes() if source.is_file() else None
    session = Session(host.starter(unit.limits), unit.module, data, unit.limits)
    own = frozenset(exercise.id for exercise in unit.exercises)
    items = {item: describe(item, unit, Visibility.OPEN)}
    references = References([unit]).get
    bench = Bench(items, references, FreshWorker.UNIT)
    bench.lay({unit.id: Laid(session, data, own)}, course.seed)
    item.config.stash[BENCH] = bench

    def lay(unit: Unit, source: bytes | None) -> Laid:
        again = Session(host.starter(unit.limits), unit.module, source, unit.limits)
        return Laid(again, source, own)

    rerunner = Rerunner(items, references, lay)
    item.config.stash[EXAMINE] = lambda: Examination(
        items, rerunner, bank=False, beside={}
    ).causes(Run(bench.failures, (), course.seed), {unit.id: data or b""})


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """End the worker of the check."""
    bench = item.config.stash.get(BENCH, None)
    if bench is not None:
        bench.clear()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the workers."""
    host = config.stash.get(HOST, None)
    if host is not None:
        host.__exit__(None, None, None)


def _explained(item: pytest.Item, verdict: Verdict) -> Verdict:
    """Return a verdict with its cause, where it is found on other inputs too."""
    cause = item.config.stash[EXAMINE]().get(item)
    told = msgspec.structs.replace(verdict, diagnosis=cause)
    if cause is None or not has_cause(told):
        return told
    course = _course(item)
    unit = next(unit for unit in course.units if unit.folder == item.path.parent)
    # Nobody counts runs here, so only a due date can hold a cause back.
    line = before_due(course.diagnosis, unit.id, course.due, datetime.now(UTC))
    held = Diagnosis(cause.code, line) if line else cause
    return msgspec.structs.replace(verdict, diagnosis=held)


def _is_open_suite(item: pytest.Item) -> bool:
    return (item.path.parent / "unit.toml").is_file()


def _course(item: pytest.Item) -> Course:
    root = find_course(item.path.parent)
    courses = item.config.stash[COURSES]
    if root not in courses:
        courses[root] = load_course(root)
    return courses[root]


def _host(config: pytest.Config) -> Host:
    if HOST not in config.stash:
        config.stash[HOST] = Host(JudgeSettings()).__enter__()
    return config.stash[HOST]


def _shown(verdict: Verdict) -> str:
    outcome = verdict.outcome.value.replace("_", " ")
    cause = f"\n\n{verdict.diagnosis.text}" if verdict.diagnosis else ""
    text = f"{outcome}: {verdict.message}{cause}"
    return f"{text}\nprinted:\n{verdict.output}" if verdict.output else text
