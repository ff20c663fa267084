"""The cause of each failure, where it is known and confirmed on other inputs.

First the bank of known mistakes: one that does exactly as the submission did in every
failing check of an exercise, and passes the others, is the cause. Else the likeliest
of the check's own findings that is found again. Else nothing is said.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import msgspec
import pytest

from grader.checks.training import ALONE, TOO_LITTLE
from grader.errors import (
    BadOutput,
    CheckFailed,
    Finding,
    Origin,
    StudentError,
    StudentException,
)
from grader.judge.bank import Bank
from grader.judge.defaults import changed_default
from grader.judge.exceptions import explain_exception
from grader.judge.items import Item
from grader.judge.precedence import first_wrong
from grader.judge.rerunning import Rerunner
from grader.judge.sourcelines import function_around
from grader.judge.traces import Trace
from grader.model import Diagnosis, Unit, Verdict, Visibility

Key = tuple[str, str, Visibility]  # a check: its unit, its id, its visibility
Causes = Mapping[Key, Diagnosis | str]  # a cause, or else a signature
CONFIRM = 1  # added to the seed: the same check on other inputs
_HAS_XP = re.compile(r"\b(?:xp|array_namespace)\b")
_EXAMINED = (CheckFailed, BadOutput, StudentException)


class Run(msgspec.Struct, frozen=True):
    """How a submission did.

    Attributes:
        failures: in the checks it failed.
        passes: the checks it passed.
        seed: from which every check drew.
    """

    failures: Mapping[pytest.Item, Trace]
    passes: Sequence[pytest.Item]
    seed: int


class Examination:
    """Finds causes, for one submission after the other."""

    def __init__(
        self,
        items: Mapping[pytest.Item, Item],
        rerunner: Rerunner,
        *,
        bank: bool,
        beside: Mapping[pytest.Item, Item],
        rules_only: bool = False,
    ) -> None:
        """Prepare to examine failures of these checks.

        Args:
            items: what each collected test is.
            beside: likewise those that were collected and are not run.
            rerunner: runs a check once more.
            bank: whether known mistakes are looked at.
            rules_only: whether rules that know no unit are all that is looked at.
        """
        self._items = items
        self._beside = beside
        self._rerunner = rerunner
        self._has_bank = bank and not rules_only
        self._origins = {Origin.RULE} if rules_only else set(Origin)
        self._banks: dict[str, Bank] = {}

    def causes(
        self,
        run: Run,
        sources: Mapping[str, bytes],
        without: Collection[str] = (),
    ) -> dict[pytest.Item, Diagnosis]:
        """Return the cause of each failure for which one is known.

        Args:
            run: how the submission did.
            sources: its modules by unit.
            without: known mistakes that are to be left out of the bank.
        """
        grouped: dict[str, dict[pytest.Item, Trace]] = defaultdict(dict)
        for test, trace in run.failures.items():
            if isinstance(trace.error, _EXAMINED):
                grouped[self._items[test].unit.id][test] = trace
        found: dict[pytest.Item, Diagnosis] = {}
        for seen in grouped.values():
            unit = self._items[next(iter(seen))].unit
            again = self._rerunner.traces(
                list(seen), sources[unit.id], run.seed + CONFIRM
            )
            sure = _confirmed(seen, again, self._origins, sources[unit.id])
            confirmed = {
                test: _worded(finding, seen[test].error, sources[unit.id])
                for test, finding in sure.items()
            }
            failed = {self._items[t].exercise.id for t in again if again[t].error}
            failed |= self._failed_beside(seen, sources[unit.id], run.seed + CONFIRM)
            for test in seen:
                finding = confirmed.get(test)
                if test in again:
                    finding = _or_default(finding, unit, sources[unit.id], seen[test])
                told = self._told(test, finding, seen, failed)
                if told is not None:
                    found[test] = told
            if self._has_bank:
                found |= self._from_bank(unit, (seen, again), run, without)
        return found

    def _told(
        self,
        test: pytest.Item,
        finding: Finding | None,
        seen: Mapping[pytest.Item, Trace],
        failed: Collection[str],
    ) -> Diagnosis | None:
        """Return what a student reads: numbers that rest on wrong ones fit anything."""
        first = first_wrong(test, finding, seen, failed, self._items)
        if first is not None or finding is None:
            return first
        if finding == TOO_LITTLE and {self._items[test].exercise.id} == set(failed):
            finding = ALONE
        return Diagnosis(finding.code, finding.text)

    def _failed_beside(
        self, seen: Mapping[pytest.Item, Trace], source: bytes, seed: int
    ) -> set[str]:
        """Return exercises that failing checks need, that fail, and were not run."""
        needed = {need for test in seen for need in self._items[test].exercise.needs}
        unit = self._items[next(iter(seen))].unit
        beside = [
            test
            for test, item in self._beside.items()
            if item.unit.id == unit.id and item.exercise.id in needed
        ]
        traces = self._rerunner.traces(beside, source, seed)
        return {self._beside[t].exercise.id for t, each in traces.items() if each.error}

    def _from_bank(
        self,
        unit: Unit,
        runs: tuple[dict[pytest.Item, Trace], dict[pytest.Item, Trace]],
        run: Run,
        without: Collection[str],
    ) -> dict[pytest.Item, Diagnosis]:
        """Return what the bank says, exercise by exercise."""
        if unit.id not in self._banks:
            self._banks[unit.id] = Bank(unit, self._rerunner)
        bank = self._banks[unit.id]
        found: dict[pytest.Item, Diagnosis] = {}
        suspected: list[str] = []
        for exercise in unit.exercises:
            failing = [t for t in runs[0] if self._items[t].exercise == exercise]
            if not failing:
                continue
            passed = [t for t in run.passes if self._items[t].exercise == exercise]
            names = dict.fromkeys([*suspected, *bank.names(exercise.id, without)])
            seen, again = ({t: run[t] for t in failing if t in run} for run in runs)
            alike = [
                name
                for name in names
                if bank.matches(name, seen, run.seed, alone=True)
                and bank.matches(name, seen, run.seed, alone=False)
                and bank.matches(name, again, run.seed + CONFIRM, alone=False)
                and bank.passes(name, passed, run.seed)
            ]
            suspected += alike
            if len(alike) == 1 and seen.keys() == again.keys():
                found |= dict.fromkeys(failing, bank.diagnosis(alike[0]))
        return found


def _confirmed(
    seen: Mapping[pytest.Item, Trace],
    again: Mapping[pytest.Item, Trace],
    origins: Collection[Origin],
    source: bytes,
) -> dict[pytest.Item, Finding]:
    """Return for each check the likeliest finding that both runs share."""
    found = {}
    for test, trace in seen.items():
        if test not in again:
            continue
        is_fresh = "rng" in getattr(test, "fixturenames", ())
        codes = {f.code for f in findings_of(again[test].error, source)}
        for finding in findings_of(trace.error, source):
            if finding.origin not in origins:
                continue
            if finding.code in codes and (is_fresh or not finding.is_fit):
                found[test] = finding
                break
    return found


def _or_default(
    finding: Finding | None, unit: Unit, source: bytes, trace: Trace
) -> Finding | None:
    """Return what to say of a changed default, unless a suite knows more."""
    if finding is not None and finding.origin is not Origin.RULE:
        return finding
    handed_out = (unit.folder / unit.module).read_text(encoding="utf-8")
    theirs = source.decode(errors="replace")
    return changed_default(handed_out, theirs, trace.called) or finding


def _worded(finding: Finding, error: StudentError | None, source: bytes) -> Finding:
    """Return a finding in words that the code knows: without xp where it has none."""
    number = error.line if isinstance(error, StudentException) else 0
    lines = source.decode(errors="replace").splitlines()
    around = "\n".join(function_around(lines, number))
    is_plain = finding.plain and not _HAS_XP.search(around)
    return dataclasses.replace(finding, text=finding.plain) if is_plain else finding


def findings_of(error: StudentError | None, source: bytes) -> tuple[Finding, ...]:
    """Return the causes that a check found, the likeliest first."""
    if isinstance(error, StudentException):
        return explain_exception(error, source)
    return error.findings if isinstance(error, CheckFailed | BadOutput) else ()


def signature_of(error: StudentError | None) -> str:
    """Return what a failure looks like, "" where the check does not say."""
    return error.signature if isinstance(error, CheckFailed) else ""


def key_of(item: Item) -> Key:
    """Return what tells a check from all others."""
    return item.unit.id, item.check.id, item.check.visibility


def with_causes(
    found: Mapping[str, Sequence[Verdict]], causes: Causes
) -> dict[str, list[Verdict]]:
    """Return verdicts by unit, each failure with its cause or its signature."""
    return {
        unit: [_with_cause(verdict, unit, causes) for verdict in verdicts]
        for unit, verdicts in found.items()
    }


def _with_cause(verdict: Verdict, unit: str, causes: Causes) -> Verdict:
    cause = causes.get((unit, verdict.check, verdict.visibility), "")
    if isinstance(cause, Diagnosis):
        return msgspec.structs.replace(verdict, diagnosis=cause)
    return msgspec.structs.replace(verdict, signature=cause)
