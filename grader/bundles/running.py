"""What a Gradescope bundle runs: one submission in, `results.json` out.

Run as `python -m grader.bundles.running ROOT`, where ROOT holds `source/`,
`submission/` and `results/`.
"""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grader.bundles.gradescope import STARTED, Settings
from grader.errors import GraderError
from grader.exports import gradescope
from grader.exports.gradescope import not_graded
from grader.model import Score
from grader.reports.ladder import as_graded
from grader.store import read_score, write_atomically

WRONG_USAGE = 2  # of `grader grade`: the submission was refused, with a reason


def main(root: Path) -> None:
    """Grade `root/submission` and write `root/results/results.json`.

    Whatever happens, a document is there: first one that says that nothing was
    graded yet, then, in one step, the one with the score.
    """
    results = root / "results" / "results.json"
    results.parent.mkdir(mode=0o700, exist_ok=True)
    results.parent.chmod(0o700)
    write_atomically(results, not_graded(STARTED).encode())
    try:
        text = _graded(root)
    except (GraderError, OSError, subprocess.SubprocessError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return
    write_atomically(results, text.encode())


def _graded(root: Path) -> str:
    source = root / "source"
    settings = msgspec.json.decode(
        (source / "settings.json").read_bytes(), type=Settings
    )
    with tempfile.TemporaryDirectory(prefix="score-") as folder:
        path = Path(folder) / "score.json"
        command = [
            *(sys.executable, "-P", "-m", "grader", "grade", str(root / "submission")),
            *("--course", str(source / "course"), "--unit", settings.unit),
            *("-o", str(path)),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - this Python, with paths of the platform's
                command,
                capture_output=True,
                check=False,
                cwd=source,
                text=True,
                timeout=settings.deadline_s,
            )
        except subprocess.TimeoutExpired:
            return not_graded(_too_long(settings.deadline_s))
        sys.stderr.write(done.stderr)
        if done.returncode == WRONG_USAGE:
            return not_graded(_refused(done.stderr))
        score = read_score(path)
    told = as_graded(_named(score, root), datetime.now(UTC))
    return gradescope(told, settings.hidden)


def _too_long(deadline_s: float) -> str:
    return (
        f"Grading did not end within {deadline_s / 60:.3g} minutes, so there is no "
        "score. Look for a loop in your code that takes very long, and hand in again."
    )


def _refused(said: str) -> str:
    """Return the reason that the grader gave, for the student."""
    lines = [line for line in said.splitlines() if line.strip()]
    reason = lines[-1].removeprefix("Error: ") if lines else "it could not be read"
    return f"Your submission was not graded: {reason}"


def _named(score: Score, root: Path) -> Score:
    """Return the document under the platform's number of the submission."""
    try:
        data = json.loads((root / "submission_metadata.json").read_text())
        number = str(int(data["id"]))
    except (OSError, ValueError, KeyError, TypeError):
        return score  # without it, the name of the folder is as good
    named = msgspec.structs.replace(score.submission, id=number)
    return msgspec.structs.replace(score, submission=named)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
