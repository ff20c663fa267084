"""JUnit's XML, as build servers read it.

There is no specification; the form is that which the JUnit reader of Jenkins takes.
Points are no part of it and stand in a suite's properties.
"""

from xml.etree import ElementTree as ET

from grader.exports.telling import name, told
from grader.model import Outcome, Score, ScoredCheck, ScoredUnit

_ERRORS = frozenset({Outcome.NOT_GRADED})
_SKIPPED = frozenset({Outcome.WAITING})


def junit(score: Score) -> str:
    """Return a score document as JUnit's XML, one suite for each unit.

    A check that was wrong is a failure, one that waits for another exercise is
    skipped, and one that could not be graded is an error.
    """
    suites = [_suite(unit) for unit in score.units]
    root = ET.Element("testsuites", {"name": _legal(score.submission.id)})
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    root.set("time", f"{score.duration_s:.3f}")
    root.extend(suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _suite(unit: ScoredUnit) -> ET.Element:
    pairs = [
        (exercise, check) for exercise in unit.exercises for check in exercise.checks
    ]
    cases = [_case(f"{unit.id}.{one.id}", check) for one, check in pairs]
    counted = {key: sum(case.find(key) is not None for case in cases) for key in _KINDS}
    spent = sum(check.duration_s for _, check in pairs)
    suite = ET.Element("testsuite", {"name": _legal(unit.id), "tests": str(len(cases))})
    suite.set("failures", str(counted["failure"]))
    suite.set("errors", str(counted["error"]))
    suite.set("skipped", str(counted["skipped"]))
    suite.set("time", f"{spent:.3f}")
    properties = ET.SubElement(suite, "properties")
    points = {"points": unit.score, "max_points": unit.max_score}
    points |= {f"points {one.id}": one.score for one in unit.exercises}
    for key, value in points.items():
        ET.SubElement(properties, "property", {"name": key, "value": f"{value:g}"})
    suite.extend(cases)
    return suite


_KINDS = ("failure", "error", "skipped")


def _case(group: str, check: ScoredCheck) -> ET.Element:
    attributes = {"classname": group, "name": _legal(name(check))}
    case = ET.Element("testcase", {**attributes, "time": f"{check.duration_s:.3f}"})
    if check.outcome is Outcome.PASSED:
        return case
    kind = "failure"
    if check.outcome in _ERRORS:
        kind = "error"
    elif check.outcome in _SKIPPED:
        kind = "skipped"
    text = _legal(told(check))
    attributes = {"message": text.partition("\n")[0], "type": check.outcome.value}
    ET.SubElement(case, kind, attributes).text = text
    return case


def _legal(text: str) -> str:
    """Return text of which every character may stand in XML 1.0."""
    return "".join(
        c if _is_legal(ord(c)) else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _is_legal(code: int) -> bool:
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF  # noqa: PLR2004 - the ranges of XML 1.0
        or 0xE000 <= code <= 0xFFFD  # noqa: PLR2004
        or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004
    )
