"""How a judge runs."""

from enum import StrEnum

import msgspec

from grader.model import Visibility


class FreshWorker(StrEnum):
    """How long one worker serves; honest code gets the same score either way."""

    UNIT = "unit"
    EXERCISE = "exercise"
    TEST = "test"


class JudgeSettings(msgspec.Struct, frozen=True):
    """How a judge runs.

    Attributes:
        visibilities: which suites run.
        seed: draws every check's inputs; None is the course's.
        seeds: seeds of their own for submissions, by id.
        only: exercise ids to run; empty is all.
        drawn_only: whether to leave out checks that draw nothing: from another seed
            they do the same once more.
        left_out: known mistakes that are not to be recognised, by submission, for
            proving what is said without them.
        rules_only: whether only rules that know no unit may name a cause: no known
            mistake, and nothing that a suite says; for proving what they can do.
        diagnose: whether causes of failures are looked for.
        fresh_worker: when a new worker process replaces the old one.
        allow_unisolated: whether hidden suites may run below tier C.
        without: names of walls to leave out, for tests.
        tracebacks: whether a suite's fault is logged with its traceback.
        device: where checks of devices send arrays: "stand-in" or "cuda".
        spawn: whether to start workers as macOS and Windows must.
    """

    visibilities: tuple[Visibility, ...] = (Visibility.OPEN, Visibility.HIDDEN)
    seed: int | None = None
    seeds: dict[str, int] = {}
    only: tuple[str, ...] = ()
    drawn_only: bool = False
    left_out: dict[str, tuple[str, ...]] = {}
    rules_only: bool = False
    diagnose: bool = True
    fresh_worker: FreshWorker = FreshWorker.UNIT
    allow_unisolated: bool = False
    without: tuple[str, ...] = ()
    tracebacks: bool = False
    device: str = "stand-in"
    spawn: bool = False
