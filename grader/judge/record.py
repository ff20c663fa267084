"""The raw record of a run: pytest-json-report's, and the verdicts inside it."""

import time
from collections import OrderedDict, defaultdict
from typing import Any

import msgspec
import pytest
from pytest_jsonreport.plugin import JSONReport

from grader.model import Verdict

Record = dict[str, Any]  # the JSON document that pytest-json-report describes
VERDICT = pytest.StashKey[Verdict]()


class RawRecord(JSONReport):  # type: ignore[misc]  # the plugin is untyped
    """pytest-json-report, asked for one record per submission."""

    def begin(self) -> None:
        """Start the record of the next submission."""
        self._json_tests: Record = OrderedDict()
        self._start_time = time.time()

    def finish(self, session: pytest.Session) -> Record:
        """Return the record of the submission since `begin`."""
        self.pytest_sessionfinish(session)
        report: Record = self.report
        return report

    def pytest_json_runtest_metadata(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Record | None:
        """Put the check's verdict into its entry of the record."""
        verdict = item.stash.get(VERDICT, None)
        if call.when != "call" or verdict is None:
            return None
        return {"unit": item.path.parent.name, "verdict": msgspec.to_builtins(verdict)}


def verdicts(record: Record) -> dict[str, list[Verdict]]:
    """Return the verdicts of a record by unit, with the time each check took."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    for test in record["tests"]:
        metadata = test.get("metadata")
        if metadata is None:
            continue  # its setup failed: scoring gives it as not graded
        verdict = msgspec.convert(metadata["verdict"], Verdict)
        verdict = msgspec.structs.replace(
            verdict, duration_s=round(test["call"]["duration"], 6)
        )
        found[metadata["unit"]].append(verdict)
    return found
