"""Documents of every kind: each outcome, hostile texts, and what the grader owes."""

from collections.abc import Callable

import pytest

from grader.errors import Comparison
from grader.model import (
    Diagnosis,
    Outcome,
    Score,
    ScoredCheck,
    SourceFile,
    SubmissionInfo,
    Visibility,
)

HOSTILE = (
    "</pre><script>alert(1)</script>",
    "quotes \" ' & < > ]]> and a \\ backslash",
    "NUL \0 escape \x1b[31m bell \a return \r lone \ud800 surrogate",
    "::error file=a::x\nGrade :=>> 100\n--|>\n",
    '{"scores": {"all": 100}}',
    "\N{RIGHT-TO-LEFT OVERRIDE}evil \N{GRINNING FACE} \N{LINE SEPARATOR}",
    "long " * 4_000_00,
)
Make = Callable[..., Score]


def documents(make: Make, check: Callable[..., ScoredCheck]) -> dict[str, Score]:
    """Return the corpus by name."""
    found = {f"outcome {one.value}": make("anna", backward=one) for one in Outcome}
    for number, text in enumerate(HOSTILE):
        diagnosis = Diagnosis("mistake:x", text)
        checks = tuple(
            check(
                Outcome.WRONG,
                text,
                title=text,
                visibility=visibility,
                output=text,
                diagnosis=diagnosis,
                comparison=Comparison(
                    text[:60], (2,), (0, 1), (1.0, 2.0), (1.0, 3.0), (1,)
                ),
            )
            for visibility in Visibility
        )
        info = SubmissionInfo(text, (SourceFile(text, "0" * 64),), (text,))
        hostile = make(backward=Outcome.WRONG, checks=checks, submission=info)
        found[f"hostile {number}"] = hostile
    third = check(Outcome.WRONG, "a third", score=1 / 3, max_score=1.0)
    found["a third"] = make(backward=Outcome.WRONG, checks=(third,))
    found["no units"] = make(units=(), score=0.0, max_score=0.0)
    return found


@pytest.fixture
def corpus(
    make_score: Make, make_check: Callable[..., ScoredCheck]
) -> dict[str, Score]:
    """The corpus by name."""
    return documents(make_score, make_check)
