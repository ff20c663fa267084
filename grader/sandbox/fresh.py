"""What is asked of objects that are built for the answer alone."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

from grader.sandbox.counting import count
from grader.sandbox.device import run_on_device
from grader.sandbox.evaluation import (
    Follow,
    Get,
    MakeArguments,
    evaluate,
    run_passes,
)
from grader.sandbox.messages import Count, Evaluate, OnDevice, Passes, Value
from grader.sandbox.plans import Recording, Widening
from grader.sandbox.recording import record
from grader.sandbox.widening import widened

Fresh = Evaluate | Passes | Recording | Count | OnDevice | Widening


def answered(
    body: Fresh,
    files: Collection[str],
    anew: Callable[[], AbstractContextManager[None]],
    means: tuple[Get, Follow, MakeArguments],
) -> Value:
    """Return the answer to such a request.

    Args:
        body: the request.
        files: the submission's own.
        anew: within it, its module is fresh from an import.
        means: give an object by its number, what a path leads to, and arguments.
    """
    match body:
        case Evaluate():
            return evaluate(body, *means)
        case Passes():
            return run_passes(body, *means)
        case Recording():
            return record(body, files, *means)
        case Count():
            with anew():
                return count(body, *means)
        case OnDevice():
            return run_on_device(body, anew, *means)
        case Widening():
            return widened(body, files, anew, *means)
