"""A session with a submission's source, behind this machine's walls or spawned."""

from collections.abc import Callable, Iterator

import pytest

from grader.judge.host import Host
from grader.judge.settings import JudgeSettings
from grader.model import Limits
from grader.sandbox.session import Module, Session

LIMITS = Limits(call_s=1.0, import_s=5.0, exercise_s=20.0, memory_mib=256, output_kib=4)

Start = Callable[[str], Module]


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
