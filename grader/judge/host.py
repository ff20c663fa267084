"""The host of workers: one zygote behind this machine's walls, and a spool folder."""

import itertools
import math
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from grader.judge.settings import JudgeSettings
from grader.model import Isolation, Limits
from grader.sandbox import tiers
from grader.sandbox.processes import PYTHON, Process, SpawnedProcess, Zygote
from grader.sandbox.walls import WallPlan, hide_memory

FIRST_UID = 61184  # a range no distribution gives to people or services
UIDS_PER_JUDGE = 64
JUDGES = 64
EXERCISES_A_WORKER_MAY_SERVE = 100  # the processor limit is a backstop, the clock rules
SYSTEM_FOLDERS = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime")


class Host:
    """Starts worker processes; a context manager that leaves nothing behind.

    Attributes:
        isolation: the walls around every worker, for the score document.
    """

    def __init__(self, settings: JudgeSettings) -> None:
        """Probe the machine; the zygote starts with the first worker."""
        self._machine = (
            tiers.unisolated() if settings.spawn else tiers.probe(settings.without)
        )
        self.isolation = Isolation(self._machine.tier, self._machine.walls)
        self._spool = tempfile.mkdtemp(prefix="grader-")
        self._zygote: Zygote | None = None
        first = FIRST_UID + UIDS_PER_JUDGE * (os.getpid() % JUDGES)
        self._uids = itertools.cycle(range(first, first + UIDS_PER_JUDGE))

    def __enter__(self) -> Self:
        """Hide the judge's memory from processes of the same user."""
        Path(self._spool).chmod(0o711)
        hide_memory()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the zygote and remove the spool."""
        if self._zygote is not None:
            self._zygote.close()
        shutil.rmtree(self._spool)

    def starter(self, limits: Limits) -> Callable[[], Process]:
        """Return what starts a worker within these limits."""

        def start() -> Process:
            if not self._machine.forks:
                return SpawnedProcess(limits.output_kib * 1024)
            if self._zygote is not None and not self._zygote.alive:
                self._zygote.close()
                self._zygote = None
            if self._zygote is None:
                self._zygote = Zygote(self._command())
            return self._zygote.start(self._plan(limits), limits.output_kib * 1024)

        return start

    def exposes(self, path: Path) -> str | None:
        """Return the folder that workers may read and `path` lies in, if any."""
        for folder in (*SYSTEM_FOLDERS, *tiers.python_folders()):
            if path.resolve().is_relative_to(Path(folder).resolve()):
                return folder
        return None

    def _command(self) -> list[str]:
        command = [*PYTHON, "-m", "grader.sandbox.zygote"]
        if "bubblewrap" not in self._machine.walls:
            return command
        return tiers.bubblewrap_command(
            self._machine, tiers.python_folders(), self._spool, command
        )

    def _plan(self, limits: Limits) -> WallPlan:
        scratch = tempfile.mkdtemp(dir=self._spool)
        walls = self._machine.walls
        uid = next(self._uids) if "uid" in walls else None
        if uid is not None:
            os.chown(scratch, uid, uid)
        return WallPlan(
            landlock="landlock" in walls,
            seccomp="seccomp" in walls,
            uid=uid,
            readable=(*SYSTEM_FOLDERS, *tiers.python_folders()),
            scratch=scratch,
            memory_mib=limits.memory_mib,
            cpu_s=math.ceil(limits.exercise_s * EXERCISES_A_WORKER_MAY_SERVE),
            file_mib=limits.file_mib,
        )
