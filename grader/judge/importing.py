"""Whether a module can be imported at all, tried behind the walls."""

from collections.abc import Mapping

from grader.errors import StudentError
from grader.judge.host import Host
from grader.judge.outcomes import message_of, source_line
from grader.judge.settings import JudgeSettings
from grader.model import Unit
from grader.sandbox.session import Session


def import_troubles(
    sources: Mapping[Unit, bytes], settings: JudgeSettings
) -> dict[Unit, str]:
    """Return what stops each module that cannot be imported, in sentences.

    Args:
        sources: the modules of units.
        settings: how a judge runs.
    """
    troubles = {}
    with Host(settings) as host:
        for unit, source in sources.items():
            start = host.starter(unit.limits)
            session = Session(start, unit.module, source, unit.limits)
            try:
                session.line()
            except StudentError as error:
                shown = source_line(error, source)
                troubles[unit] = message_of(error, unit.limits, source) + shown
            finally:
                session.renew()
    return troubles
