"""Which tasks prove a unit."""

from grader.authoring.candidates import Candidate
from grader.authoring.tasks import MOST_DRAWN, Act, tasks_of
from grader.catalog.mistakes import Mistake
from grader.model import Unit

REFERENCE = Candidate("reference", "")


def drawn(unit: Unit, mistakes: int, *, again: bool) -> list[str]:
    """Return the names of the solutions whose picture is drawn."""
    wrong = Mistake("wrong", "6.1", "it is wrong", "", "", "")
    known = [REFERENCE, Candidate("stub", "")]
    known += [Candidate(f"mistakes/{n}", "", wrong) for n in range(mistakes)]
    tasks = tasks_of(unit, known, [(REFERENCE, 8)] if again else [])
    return [
        one.name for task in tasks if task.act is Act.DRAW for one, _ in task.gradings
    ]


def test_a_quick_proof_draws_a_sample_of_mistakes(unit: Unit) -> None:
    """Evenly spread, beside all that is no mistake."""
    found = drawn(unit, 3 * MOST_DRAWN, again=False)

    assert ["reference", "stub"] == found[:2]
    assert [f"mistakes/{3 * n}" for n in range(MOST_DRAWN)] == found[2:]


def test_a_proof_from_more_seeds_draws_all(unit: Unit) -> None:
    """As does one of few mistakes."""
    assert 2 + 3 * MOST_DRAWN == len(drawn(unit, 3 * MOST_DRAWN, again=True))
    assert 2 + MOST_DRAWN == len(drawn(unit, MOST_DRAWN, again=False))
