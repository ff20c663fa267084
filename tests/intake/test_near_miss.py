"""A module that came under a wrong name is named, and nothing else is."""

import pytest

from grader.intake import misnamed, near_miss


@pytest.mark.parametrize(
    "name",
    [
        "optimizers (1).py",
        "Optimizers.py",
        "my_optimizers.py",
        "u04/optimizers-2.PY",
        "optimizers.py.txt",
    ],
)
def test_a_wrong_name_is_named(name: str) -> None:
    """A copy, a capital, a prefix, another folder."""
    found = near_miss("optimizers.py", ["notes.txt", name])

    assert f", but {name} was: rename it" == found


@pytest.mark.parametrize(
    "name",
    [
        "optimizers.txt",
        "optimizers.ipynb",
        "test_optimizers.py",
        "layers.py",
        "optimizer.docx",
    ],
)
def test_another_file_is_not(name: str) -> None:
    """To rename it would help nobody."""
    assert "" == near_miss("optimizers.py", [name])


def test_the_file_itself_is_named() -> None:
    """For those who say something else of it."""
    assert "u04/optimizers (1).py" == misnamed(
        "optimizers.py", ["notes.txt", "u04/optimizers (1).py"]
    )
    assert "" == misnamed("optimizers.py", ["notes.txt"])
