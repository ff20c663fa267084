"""A group of failures and a sentence become a known mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.adopting import Adopted, Words, adopt
from grader.authoring.handed_in import HandedIn
from grader.catalog import load_course
from grader.catalog.mistakes import load_mistake
from grader.errors import CourseError, UsageError
from grader.intake import take_in
from grader.judge import JudgeSettings, grade_one
from grader.model import Score
from grader.reports.undiagnosed import undiagnosed

MINICOURSE = Path(__file__).parent.parent / "minicourse"
WORDS = Words(
    "saturated",
    "the gradient of gamma is made with the tanh of the input.",
    "The input enters the product as it is, so nothing but the sum over the rows is "
    "to be done.",
    "handout 1",
)
MISTAKE = '''\
"""the gradient of gamma is made with the tanh of the input

The input enters the product as it is, so nothing but the sum over the rows is to be
done.
"""

EXERCISE = "1.2"
READ = "handout 1"


class Scale:
    def backward(self, dout: Array) -> Array:
        self.grads["gamma"] = (dout * np.tanh(self.x)).sum(axis=0)
        return dout * self.params["gamma"]
'''
SUM = "(dout * self.x).sum(axis=0)"
SATURATED = (SUM, "(dout * np.tanh(self.x)).sum(axis=0)  # Ann")
BY_ANOTHER_NAME = (
    ("self.x = x\n", "self.seen = x\n"),
    (SUM, "(dout * np.tanh(self.seen)).sum(axis=0)"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """A folder of submissions."""
    folder = tmp_path / "submissions"
    folder.mkdir()
    return folder


Grade = Callable[..., Score]


@pytest.fixture
def graded(root: Path, submissions: Path) -> Grade:
    """Hand in the reference with edits, and grade it."""

    def grade(name: str, *edits: tuple[str, str]) -> Score:
        source = (root / "solutions/u01_scale/scale.py").read_text()
        for old, new in edits:
            assert old in source
            source = source.replace(old, new)
        (submissions / name).mkdir()
        (submissions / name / "scale.py").write_text(source)
        course = load_course(root)
        submission = take_in(submissions / name, course.units)
        return grade_one(course, course.units, submission, JudgeSettings())

    return grade


@pytest.fixture
def act(root: Path, submissions: Path) -> Callable[..., Adopted]:
    """Adopt the first group of some scores."""

    def adopt_first(*scores: Score, words: Words = WORDS) -> Adopted:
        course = load_course(root)
        group = undiagnosed(scores)[0].failing.id
        return adopt(course, scores, group, HandedIn(submissions, course.units), words)

    return adopt_first


Act = Callable[..., Adopted]


def test_a_function_becomes_a_mistake_in_the_houses_form(
    root: Path, graded: Grade, act: Act
) -> None:
    """Read by whoever makes the same mistake next."""
    path = root / "solutions" / "u01_scale" / "mistakes" / "saturated.py"

    adopted = act(graded("ann", SATURATED), graded("ben", SATURATED))

    assert Adopted(path, "u01_scale", 2) == adopted
    assert MISTAKE == path.read_text()
    assert "1.2" == load_mistake(path).exercise


def test_the_next_submission_with_it_reads_the_sentence(
    graded: Grade, act: Act
) -> None:
    """What all of it is for."""
    act(graded("ann", SATURATED))

    cid = graded("cid", *BY_ANOTHER_NAME)

    assert () == undiagnosed([cid])


def test_what_a_function_needs_of_its_class_comes_along(
    root: Path, graded: Grade, act: Act
) -> None:
    """Alone it would crash, which is another failure."""
    path = root / "solutions" / "u01_scale" / "mistakes" / "saturated.py"

    act(graded("ann", *BY_ANOTHER_NAME))

    assert "self.seen = x" in path.read_text()


def test_a_group_that_is_not_there_is_refused(
    root: Path, submissions: Path, graded: Grade
) -> None:
    """With those that are."""
    score = graded("ann", SATURATED)
    known = ", ".join(group.failing.id for group in undiagnosed([score]))
    course = load_course(root)

    with pytest.raises(UsageError) as caught:
        adopt(course, [score], "0", HandedIn(submissions, course.units), WORDS)

    assert (
        f"no group '0': the results have {known}; `grader report RESULTS "
        "--undiagnosed` shows them."
    ) == str(caught.value)


def test_a_file_that_was_changed_since_is_refused(
    root: Path, submissions: Path, graded: Grade, act: Act
) -> None:
    """The function shown would not be the one that failed."""
    score = graded("ann", SATURATED)
    (submissions / "ann" / "scale.py").write_text("x = 1\n")

    with pytest.raises(UsageError) as caught:
        act(score)

    assert (
        "ann: its scale.py is not the file that was graded (the sha256 differs); grade "
        "the folder again, or name the one that was graded."
    ) == str(caught.value)
    assert not (root / "solutions/u01_scale/mistakes/saturated.py").exists()


def test_a_submission_that_is_not_there_is_refused(
    submissions: Path, graded: Grade, act: Act
) -> None:
    """It is another folder."""
    score = graded("ann", SATURATED)
    (submissions / "ann").rename(submissions / "ben")

    with pytest.raises(UsageError) as caught:
        act(score)

    assert (
        f"{submissions} holds no submission ann, which the results speak of; name the "
        "folder that was graded."
    ) == str(caught.value)


def test_a_failure_that_the_suite_does_not_repeat_is_refused(
    root: Path, graded: Grade, act: Act
) -> None:
    """The suite has changed since, and the mistake would prove nothing."""
    score = graded("ann", SATURATED)
    group = undiagnosed([score])[0].failing
    for folder in ("assignments", "solutions"):
        suite = root / folder / "u01_scale" / "test_scale.py"
        suite.write_text(suite.read_text().replace("    gradient(", "    dict("))

    with pytest.raises(CourseError) as caught:
        act(score)

    assert (
        f"{group.id}: laid over the reference, no function of this group fails "
        f"{group.check} of exercise 1.2 in the same way, so the suite would not "
        "recognise it; write the mistake by hand."
    ) == str(caught.value)
    assert not (root / "solutions/u01_scale/mistakes/saturated.py").exists()


def test_a_kit_has_nowhere_to_put_it(root: Path, graded: Grade, act: Act) -> None:
    """Mistakes are the teacher's."""
    score = graded("ann", SATURATED)
    shutil.rmtree(root / "solutions")

    with pytest.raises(CourseError) as caught:
        act(score)

    assert (
        "u01_scale: expected its folder in solutions/, found none; adopt where the "
        "course's solutions are."
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            Words("Three", "x"),
            (
                "--name 'Three' must be small letters, digits and underscores, such as "
                "variance_path_left_out."
            ),
        ),
        (
            Words("writes_into_x", "x"),
            (
                "solutions/u01_scale/mistakes/writes_into_x.py is there already; "
                "choose another --name."
            ),
        ),
        (
            Words("three", 'say "x"'),
            (
                "--clause, --sentence and --read must be one line each without double "
                "quotes and backslashes, and the clause must say something."
            ),
        ),
        (
            Words("three", "x" * 90),
            (
                "--clause has 90 characters, 85 fit on its line; put the rest into "
                "--sentence."
            ),
        ),
    ],
    ids=["name", "there already", "quotes", "long"],
)
def test_words_that_do_not_fit_are_refused(
    graded: Grade, act: Act, words: Words, sentence: str
) -> None:
    """Before anything is graded."""
    score = graded("ann", SATURATED)

    with pytest.raises(UsageError) as caught:
        act(score, words=words)

    assert sentence == str(caught.value)
