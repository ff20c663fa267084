"""A worker with a submission's source, for checks to be tried on."""

from collections.abc import Callable, Iterator

import pytest

from grader.judge.host import Host
from grader.judge.settings import JudgeSettings
from grader.model import Limits
from grader.sandbox.session import Module, Session
from tests.sandbox.threads import local

__all__ = ["local"]

LIMITS = Limits(call_s=20.0, exercise_s=120.0)  # machines are busy

Start = Callable[[str], Module]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """Workers behind whatever walls this machine has."""
    with Host(JudgeSettings()) as host:
        yield host


@pytest.fixture
def walled(host: Host, request: pytest.FixtureRequest) -> Start:
    """Start a worker with this source, behind walls."""

    def start(source: str) -> Module:
        session = Session(host.starter(LIMITS), "answer.py", source.encode(), LIMITS)
        request.addfinalizer(session.renew)
        return Module(session)

    return start


@pytest.fixture(params=["local", "walled"])
def submission(request: pytest.FixtureRequest) -> Start:
    """Start a worker with this source, in a thread and behind walls."""
    start: Start = request.getfixturevalue(request.param)
    return start
