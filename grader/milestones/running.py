"""Tell a story in a process of its own, and return how it ended."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import msgspec

from grader.milestones.child import Job, Message
from grader.milestones.listing import Milestone, story_of
from grader.milestones.standing import modules_of, standing
from grader.model import Course

LIMIT_S = 120.0  # on a wall clock; a slow laptop takes some 20 for the longest
GRACE_S = 30.0  # until a process that does not end by itself is ended
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


class Told(msgspec.Struct, frozen=True):
    """How a story ended.

    Attributes:
        last: the last message; of kind "gone" if the process went without one.
        kept: what is kept, b"" if the story did not come to its end.
    """

    last: Message
    kept: bytes = b""

    def reaches(self, milestone: Milestone) -> bool:
        """Return whether the milestone is reached."""
        score = self.last.score
        has_no_doubt = self.last.kind == "ended" and not self.last.look
        return score is not None and has_no_doubt and milestone.reached_with(score)


def tell(
    course: Course,
    milestone: Milestone,
    seed: int,
    say: Callable[[str], None],
    limit_s: float = LIMIT_S,
) -> Told:
    """Tell a milestone's story with the student's code, and return how it ended.

    Args:
        course: the course, with the student's work in it.
        milestone: one whose parts are written.
        seed: of all that is drawn.
        say: is called with each line of progress.
        limit_s: how long it may take.
    """
    found = standing(course, milestone)
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"kept{milestone.keep}"
        modules = modules_of(course, found.parts)
        job = Job(
            story=str(story_of(course, milestone).resolve()),
            modules={u: str(p.resolve()) for u, p in modules.items() if p.is_file()},
            written=list(found.written),
            goal=milestone.goal,
            seed=seed,
            limit_s=limit_s,
            target=str(target),
        )
        last = _listen(job, say)
        return Told(last, target.read_bytes() if target.is_file() else b"")


def _listen(job: Job, say: Callable[[str], None]) -> Message:
    command = [sys.executable, "-P", "-m", "grader.milestones.child"]
    last = Message("gone")
    with subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | ONE_THREAD,
    ) as process:
        end = threading.Timer(job.limit_s + GRACE_S, process.kill)
        end.start()
        try:
            _hand_over(process.stdin, job)
            for line in process.stdout or ():
                last = msgspec.json.decode(line, type=Message)
                if last.kind == "say":
                    say(last.text)
            process.wait(GRACE_S)
        finally:
            end.cancel()
            process.kill()
    return Message("gone") if last.kind == "say" else last


def _hand_over(pipe: IO[bytes] | None, job: Job) -> None:
    assert pipe is not None  # noqa: S101 - it was asked for
    pipe.write(msgspec.json.encode(job))
    pipe.close()
