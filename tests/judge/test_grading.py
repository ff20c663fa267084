"""One submission through the suites: outcomes, points, and what is said."""

from collections.abc import Iterator

import pytest

from grader.errors import UsageError
from grader.judge import FreshWorker, JudgeSettings, grade_all, grade_one
from grader.model import Course, Outcome, Submission, Visibility
from tests.judge.conftest import GradeSource, check, exercise, submission

FORWARD = '        self.x = x\n        return self.params["gamma"] * x\n'
BACKWARD_SUM = "(dout * self.x).sum(axis=0)"


def test_the_reference_gets_every_point(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Right code gets exactly full marks."""
    score = grade_source(reference_source)

    assert (100.0, 100.0, True) == (score.score, score.max_score, score.complete)
    assert {Outcome.PASSED} == {e.outcome for e in score.units[0].exercises}


def test_an_untouched_stub_gets_nothing_and_is_not_started(
    grade_source: GradeSource, course: Course
) -> None:
    """Not started is not the same as wrong, and not the same as waiting."""
    stub = (course.units[0].folder / "scale.py").read_text(encoding="utf-8")

    score = grade_source(stub)

    assert 0.0 == score.score
    assert {Outcome.NOT_STARTED} == {e.outcome for e in score.units[0].exercises}
    assert (
        "1.1 Scale.forward is not written yet." == check(score, "batch_of_one").message
    )


def test_a_missing_file_is_missing(grade_source: GradeSource) -> None:
    """The document names what was not handed in."""
    score = grade_source(None)

    assert {Outcome.MISSING} == {
        exercise(score, "1.1").outcome,
        exercise(score, "1.3").outcome,
    }
    assert "no file scale.py was handed in." == check(score, "batch_of_one").message
    assert ("notes.txt",) == score.submission.ignored


def test_a_file_under_a_wrong_name_is_named(course: Course) -> None:
    """A browser adds a number, and the student looks at the right file at home."""
    upload = Submission("s042", {}, (), ("notes.txt", "work/scale (1).py"))

    score = grade_one(course, course.units, upload, JudgeSettings())

    assert (
        "no file scale.py was handed in, but work/scale (1).py was: rename it."
        == check(score, "batch_of_one").message
    )


def test_a_file_in_the_wrong_encoding_says_so(course: Course) -> None:
    """Editors on Windows offer it as "Unicode"."""
    source = "x = 1\n".encode("utf-16")
    upload = Submission("s042", {"u01_scale": source}, (), ())

    score = grade_one(course, course.units, upload, JudgeSettings())

    assert (
        "SyntaxError: the file is saved as UTF-16: save it as UTF-8."
        == check(score, "batch_of_one").message
    )


def test_an_exercise_waits_for_what_it_needs(
    grade_source: GradeSource, course: Course
) -> None:
    """A backward that is written cannot be judged without its forward."""
    stub = (course.units[0].folder / "scale.py").read_text(encoding="utf-8")
    source = stub.replace('raise NotImplementedError("1.2 Scale.backward")', "pass")

    score = grade_source(source)

    assert Outcome.WAITING is exercise(score, "1.2").outcome
    assert "1.1 is not done yet." == check(score, "small_gradient").message


def test_a_wrong_forward_does_not_block_its_backward(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Backward is judged against the forward pass the student wrote."""
    doubled = reference_source.replace(FORWARD, FORWARD.replace("* x", "* x * 2"))
    source = doubled.replace(BACKWARD_SUM, BACKWARD_SUM + " * 2").replace(
        "return dout * self", "return 2 * dout * self"
    )

    score = grade_source(source)

    assert Outcome.WRONG is exercise(score, "1.1").outcome
    assert (Outcome.PASSED, 50.0) == (
        exercise(score, "1.2").outcome,
        exercise(score, "1.2").score,
    )


def test_a_crashed_exercise_blocks_what_needs_it(
    grade_source: GradeSource, reference_source: str
) -> None:
    """The reason names the needed exercise and what became of it."""
    source = reference_source.replace(FORWARD, "        return x[999]\n")

    score = grade_source(source)

    assert Outcome.CRASHED is exercise(score, "1.1").outcome
    assert Outcome.WAITING is exercise(score, "1.2").outcome
    assert "1.1 crashes." == check(score, "small_gradient").message
    assert check(score, "every_column_is_scaled").message == (
        "IndexError at scale.py:25: index 999 is out of bounds for axis 0 with size "
        "1.\n\n    25 | return x[999]"
    )


def test_a_right_value_of_the_wrong_shape_is_an_output_error(
    grade_source: GradeSource, reference_source: str
) -> None:
    """It says what was expected and what was found."""
    source = reference_source.replace("* x\n", "* x[None]\n")

    score = grade_source(source)

    assert Outcome.OUTPUT is check(score, "batch_of_one").outcome
    assert (
        "out must have shape (1, 5), found (1, 1, 5)."
        == check(score, "batch_of_one").message
    )


def test_printing_is_shown_for_open_checks_only(
    grade_source: GradeSource, reference_source: str
) -> None:
    """A student debugs with print; a hidden check's inputs stay hidden."""
    source = reference_source.replace(
        FORWARD, "        print('x is', x.sum())\n" + FORWARD
    )

    score = grade_source(source)

    assert "x is 3.0\n" == check(score, "every_column_is_scaled").output
    assert "" == check(score, "batch_of_one").output


@pytest.mark.parametrize("fresh", list(FreshWorker))
def test_honest_code_scores_the_same_however_often_the_worker_is_fresh(
    grade_source: GradeSource, reference_source: str, fresh: FreshWorker
) -> None:
    """Strictness costs time, never points."""
    source = reference_source.replace(".sum(axis=0)", ".mean(axis=0)")

    score = grade_source(source, JudgeSettings(fresh_worker=fresh))

    assert 50.0 == score.score


def test_code_that_counts_its_calls_is_caught_by_fresh_workers(
    grade_source: GradeSource, reference_source: str
) -> None:
    """A worker per test gives nothing to remember."""
    source = reference_source.replace(
        FORWARD,
        "        global calls\n        calls += 1\n"
        "        if calls > 1:\n            return x\n" + FORWARD,
    ).replace("Array = ", "calls = 0\nArray = ")

    kept = grade_source(source)
    fresh = grade_source(source, JudgeSettings(fresh_worker=FreshWorker.TEST))

    assert kept.score < fresh.score


def test_only_some_exercises_can_be_run(
    grade_source: GradeSource, reference_source: str
) -> None:
    """For a student who works on one thing."""
    score = grade_source(reference_source, JudgeSettings(only=("1.2",)))

    assert ["1.2"] == [e.id for e in score.units[0].exercises]


def test_open_checks_alone_carry_their_share(
    grade_source: GradeSource, reference_source: str
) -> None:
    """40 of 100 points here; the hidden checks decide the rest."""
    settings = JudgeSettings(visibilities=(Visibility.OPEN,))

    score = grade_source(reference_source, settings)

    assert (40.0, 40.0) == (score.score, score.max_score)


def test_one_judge_serves_many_submissions_lazily(
    course: Course, reference_source: str
) -> None:
    """Each score comes before the next submission is taken."""
    events: list[str] = []

    def submissions() -> Iterator[Submission]:
        for name in ("a", "b", "c"):
            events.append(f"take {name}")
            yield submission(reference_source, name)

    grade_all(
        course,
        course.units,
        submissions(),
        lambda score: events.append(f"score {score.submission.id} {score.score:g}"),
        JudgeSettings(),
    )

    assert [
        "take a",
        "score a 100",
        "take b",
        "score b 100",
        "take c",
        "score c 100",
    ] == events


def test_the_walls_are_in_the_document(
    grade_source: GradeSource, reference_source: str
) -> None:
    """Spawned workers have none, and the document says so."""
    settings = JudgeSettings(spawn=True, allow_unisolated=True)

    score = grade_source(reference_source, settings)

    assert 100.0 == score.score
    assert ("D", ()) == (
        score.grader.isolation.tier,
        score.grader.isolation.walls,
    )


def test_hidden_suites_are_refused_without_walls(
    grade_source: GradeSource, reference_source: str
) -> None:
    """They could be read; the operator must say that it does not matter."""
    with pytest.raises(UsageError) as caught:
        grade_source(reference_source, JudgeSettings(spawn=True))

    assert str(caught.value) == (
        "this machine isolates at tier D, where a submission could read the hidden "
        "suite; grade on Linux with Landlock, or pass --allow-unisolated for "
        "submissions you trust."
    )


def test_open_suites_run_without_walls(
    grade_source: GradeSource, reference_source: str
) -> None:
    """A student's own check works at any tier."""
    settings = JudgeSettings(spawn=True, visibilities=(Visibility.OPEN,))

    assert 40.0 == grade_source(reference_source, settings).score
