"""The SQLite index of a results folder, made anew from score documents."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from grader.model import Score, ScoredExercise

_SCHEMA = """
CREATE TABLE submissions (
    id TEXT PRIMARY KEY,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    complete INTEGER NOT NULL,
    course_digest TEXT NOT NULL,
    seed INTEGER NOT NULL,
    tier TEXT NOT NULL,
    duration_s REAL NOT NULL
);
CREATE TABLE exercises (
    submission TEXT NOT NULL REFERENCES submissions (id),
    unit TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    PRIMARY KEY (submission, id)
);
CREATE TABLE checks (
    submission TEXT NOT NULL REFERENCES submissions (id),
    exercise TEXT NOT NULL,
    id TEXT NOT NULL,
    visibility TEXT NOT NULL,
    outcome TEXT NOT NULL,
    score REAL NOT NULL,
    max_score REAL NOT NULL,
    message TEXT NOT NULL,
    diagnosis TEXT NOT NULL,
    duration_s REAL NOT NULL
);
CREATE INDEX checks_by_exercise ON checks (exercise, id);
"""
_SUBMISSION = "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_EXERCISE = "INSERT INTO exercises VALUES (?, ?, ?, ?, ?, ?, ?)"
_CHECK = "INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_Row = tuple[str | float, ...]


def write_index(path: Path, scores: Iterable[Score]) -> None:
    """Write the index of the scores; it replaces the old one when it is whole.

    Raises:
        OSError: if the file cannot be replaced.
        sqlite3.Error: if the index cannot be written.
    """
    fresh = path.with_name(f".{path.name}.tmp")
    fresh.unlink(missing_ok=True)
    try:
        _fill(fresh, scores)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _fill(path: Path, scores: Iterable[Score]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        # A half-written index is thrown away, so it needs no journal.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_SCHEMA)
        for score in scores:
            connection.execute(_SUBMISSION, _submission_row(score))
            connection.executemany(_EXERCISE, _exercise_rows(score))
            connection.executemany(_CHECK, _check_rows(score))
        connection.commit()


def _submission_row(score: Score) -> _Row:
    return (
        score.submission.id,
        score.score,
        score.max_score,
        score.complete,
        score.course.digest,
        score.course.seed,
        score.grader.isolation.tier,
        score.duration_s,
    )


def _exercise_rows(score: Score) -> Iterator[_Row]:
    for unit in score.units:
        for one in unit.exercises:
            yield (
                score.submission.id,
                unit.id,
                one.id,
                one.name,
                one.outcome,
                one.score,
                one.max_score,
            )


def _check_rows(score: Score) -> Iterator[_Row]:
    for unit in score.units:
        for exercise in unit.exercises:
            yield from _rows_of_checks(score.submission.id, exercise)


def _rows_of_checks(submission_id: str, exercise: ScoredExercise) -> Iterator[_Row]:
    for check in exercise.checks:
        yield (
            submission_id,
            exercise.id,
            check.id,
            check.visibility,
            check.outcome,
            check.score,
            check.max_score,
            check.message,
            check.diagnosis.code if check.diagnosis else "",
            check.duration_s,
        )
