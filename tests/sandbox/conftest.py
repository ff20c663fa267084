"""A session with a submission's source, behind this machine's walls or spawned."""

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.judge.host import Host
from grader.judge.settings import JudgeSettings
from grader.model import Limits
from grader.sandbox.session import Module, Session
from grader.sandbox.tiers import Machine, probe

LIMITS = Limits(call_s=1.0, import_s=5.0, exercise_s=20.0, memory_mib=256, output_kib=4)

ACTS = (Path(__file__).parent / "acts.py").read_bytes()
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the walls are Linux's"
)

Start = Callable[..., Module]  # the source, and limits where they are the point
Act = Callable[..., Module]


@functools.cache
def machine(*without: str) -> Machine:
    """Return what probing finds here, when some walls are left out."""
    return probe(without)


def requires(*walls: str, without: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """Skip where probing finds that this machine lacks a wall."""
    missing = [wall for wall in walls if wall not in machine(*without).walls]
    rest = f" without {' and '.join(without)}" if without else ""
    reason = f"this machine cannot raise {' and '.join(missing)}{rest}"
    return pytest.mark.skipif(bool(missing), reason=reason)


@pytest.fixture(scope="module")
def start() -> Iterator[Act]:
    """Start a worker with `acts.py` behind this machine's walls, or but for some."""
    hosts: dict[tuple[str, ...], Host] = {}
    sessions: list[Session] = []

    def begin(*without: str) -> Module:
        if without not in hosts:
            hosts[without] = Host(JudgeSettings(without=without)).__enter__()
        session = Session(hosts[without].starter(LIMITS), "answer.py", ACTS, LIMITS)
        sessions.append(session)
        return Module(session)

    yield begin
    for session in sessions:
        session.renew()
    for host in hosts.values():
        host.__exit__(None, None, None)


@pytest.fixture(scope="module", params=["walled", "spawned"])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    """Both ways of starting workers: forked behind walls, and spawned."""
    with Host(JudgeSettings(spawn=request.param == "spawned")) as host:
        yield host


@pytest.fixture(scope="module")
def walled() -> Iterator[Host]:
    """Workers behind whatever walls this machine has."""
    with Host(JudgeSettings()) as host:
        yield host


def starter(host: Host, request: pytest.FixtureRequest) -> Start:
    """Return what starts a worker of `host` with a source, for one test."""

    def start(source: str, limits: Limits = LIMITS) -> Module:
        session = Session(host.starter(limits), "answer.py", source.encode(), limits)
        request.addfinalizer(session.renew)
        return Module(session)

    return start


@pytest.fixture
def submission(host: Host, request: pytest.FixtureRequest) -> Start:
    """Start a worker with this source, either way."""
    return starter(host, request)


@pytest.fixture
def walled_submission(walled: Host, request: pytest.FixtureRequest) -> Start:
    """Start a worker with this source, behind walls."""
    return starter(walled, request)
