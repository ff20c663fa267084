"""A mistake file says which exercise it spoils and what a student reads of it."""

from pathlib import Path

import pytest

from grader.catalog.mistakes import Mistake, load_mistake
from grader.errors import CourseError

MISTAKE = '''\
"""the variance path is left out.

Moving one x[n] also moves the batch variance,
and with it every x_hat[m].
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout):
        return dout
'''

HEAD = '"""wrong"""\nEXERCISE = "6.3"\n'


def refusal(source: str, tmp_path: Path) -> str:
    """Return the sentence that refuses a mistake file with this text."""
    path = tmp_path / "u06_batchnorm" / "mistakes" / "wrong.py"
    path.parent.mkdir(parents=True)
    path.write_text(source)
    with pytest.raises(CourseError) as refused:
        load_mistake(path)
    return str(refused.value)


def test_a_mistake_file_tells_its_exercise_and_what_a_student_reads(
    tmp_path: Path,
) -> None:
    """The docstring is the message, so it is taken apart and never rewritten."""
    path = tmp_path / "variance_path_left_out.py"
    path.write_text(MISTAKE)

    mistake = load_mistake(path)

    assert mistake == Mistake(
        name="variance_path_left_out",
        exercise="6.3",
        clause="the variance path is left out",
        sentence=(
            "Moving one x[n] also moves the batch variance, and with it every x_hat[m]."
        ),
        read="handout 3.1",
        source=MISTAKE,
    )


def test_a_mistake_may_have_nothing_to_add(tmp_path: Path) -> None:
    """Some clauses say it all."""
    path = tmp_path / "wrong.py"
    path.write_text(HEAD)

    mistake = load_mistake(path)

    assert (mistake.clause, mistake.sentence, mistake.read) == ("wrong", "", "")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (
            'EXERCISE = "6.3"\n',
            (
                "the file has no docstring; its first line must complete "
                '"This is exactly what comes out when ...".'
            ),
        ),
        (
            '"""wrong"""\n',
            (
                'the file needs a line such as EXERCISE = "6.3", '
                "the exercise that must lose points."
            ),
        ),
        (
            '"""wrong"""\nEXERCISE = 6.3\n',
            (
                'the file needs a line such as EXERCISE = "6.3", '
                "the exercise that must lose points."
            ),
        ),
        ('"""wrong"""\ndef (\n', "line 2 is not Python: invalid syntax."),
    ],
    ids=["no docstring", "no exercise", "exercise a number", "not Python"],
)
def test_an_incomplete_mistake_is_refused(
    tmp_path: Path, source: str, fault: str
) -> None:
    """Without these, neither the course proof nor a student can use it."""
    assert f"u06_batchnorm/mistakes/wrong.py: {fault}" == refusal(source, tmp_path)


def test_a_mistake_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The caller may name the file as its author knows it."""
    with pytest.raises(CourseError) as refused:
        load_mistake(tmp_path / "absent.py", "mistakes/absent.py")

    assert (
        "mistakes/absent.py: the file cannot be read: No such file or directory."
    ) == str(refused.value)
