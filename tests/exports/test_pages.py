"""Pages for a browser: what they say, what they hold back, and that nothing runs."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import msgspec
import pytest

from grader.exports import class_page, student_page
from grader.model import Diagnosis, Outcome, Score, ScoredCheck, Visibility

Make = Callable[..., Score]
MakeCheck = Callable[..., ScoredCheck]
MIB = 1 << 20
OWN_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section"),
    *("h1", "h2", "h3", "p", "span", "div", "b", "pre", "code", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td", "footer", "ul", "li", "a", "svg"),
    *("rect", "text", "label", "input", "script", "figure", "figcaption", "path"),
    *("circle", "desc", "g", "wbr", "abbr", "dl", "dt", "dd"),
}


class Tags(HTMLParser):
    """Notes every tag and attribute, and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.found.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if self._inside == "wbr" and self.texts:
            self.texts[-1] += data  # where a line may end, and does not
        elif self._inside not in {"style", "script"}:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is read, in one line."""
        return " ".join(" ".join(self.texts).split())


@pytest.fixture
def hard(make_score: Make, make_check: MakeCheck) -> Score:
    """A failed open check and two failed hidden ones of the same cause."""
    found = Diagnosis("factor:N", "It is N times too large.")
    numbers = "dx is not what it must be.\n\n    expected   2\n    got   14"
    checks = (
        make_check(Outcome.WRONG, numbers, diagnosis=found, title="Open."),
        *(
            make_check(
                Outcome.WRONG,
                numbers,
                visibility=Visibility.HIDDEN,
                diagnosis=Diagnosis("factor:M", "It is M times too large."),
                title=title,
            )
            for title in ("Small.", "Large.")
        ),
    )
    return make_score("anna", Outcome.PASSED, Outcome.WRONG, checks)


def test_a_students_page_in_full(hard: Score) -> None:
    """What is said of an open check, of two hidden ones, and of what passed."""
    text = Tags(student_page(hard)).text

    assert text == (
        "anna: 10 of 40 Deep learning from scratch anna 10 of 40 points Start at the "
        "first exercise that did not pass: later ones often need it. A line with "
        "\N{MULTIPLICATION X} says what must be true of your code, and is not. You "
        "have the open checks: they are in the files test_*.py beside yours, and "
        "grader check runs them. Hidden checks run only when work is graded; they say "
        "what is wrong without numbers. What the words mean \N{MULTIPLICATION X} wrong "
        "it runs, and some of its checks fail Batch normalization: 10 of 40 The "
        "handout of this unit is u06_batchnorm/README.md . \N{CHECK MARK} 6.1 "
        "BatchNorm.forward, training passed, 10 of 10 Every check passed: 1 of 1. "
        "\N{MULTIPLICATION X} 6.3 BatchNorm.backward wrong, 0 of 30 "
        "\N{MULTIPLICATION X} Open. open check, 0 of 10 dx is not what it must be. "
        "expected 2 got 14 It is N times too large. "
        "These 2 checks fail for the same reason. "
        "\N{MULTIPLICATION X} Small. hidden check, 0 of 10 \N{MULTIPLICATION X} Large. "
        "hidden check, 0 of 10 dx is not what it must be. It is M times too large. "
        "To run its open checks: grader check u06 --only 6.3 For a hint, which costs "
        "no points: grader hint 6.3 What was graded file first 16 digits of its "
        "SHA-256 batchnorm.py d2f0c3a1b4e50000 grader 0.1.0, NumPy "
        "2.4.6, Python 3.11.7; version c0ffee of the course, seed 7. Where a check is "
        "about the GPU, it ran without one, on arrays that refuse what a "
        "GPU\N{RIGHT SINGLE QUOTATION MARK}s arrays refuse."
    )


def test_a_score_of_several_units_says_what_it_is_made_of(hard: Score) -> None:
    """A score that is half of the unit's below it reads as a mistake otherwise."""
    both = msgspec.structs.replace(hard, units=hard.units * 2)
    many = msgspec.structs.replace(hard, units=hard.units * 5)
    weighted = msgspec.structs.replace(both, score=35.0)

    assert "The average of the 2 units below: 10 and 10." in read(both)
    assert "The average of the 5 units below; each counts the same." in read(many)
    assert (
        "The average of the units below, by the weights that your teacher set."
    ) in read(weighted)


def read(score: Score) -> str:
    """Return what a student's page says."""
    return Tags(student_page(score)).text


def stopped(make_score: Make, make_check: MakeCheck) -> Score:
    """Return the document of a submission without the unit's file."""
    gone = make_check(Outcome.MISSING, "no file batchnorm.py was handed in.")
    score = make_score("anna", Outcome.MISSING, Outcome.WAITING, (gone, gone))
    (unit,) = score.units
    first, second = unit.exercises
    unit = msgspec.structs.replace(
        unit, exercises=(msgspec.structs.replace(first, checks=(gone,)), second)
    )
    return msgspec.structs.replace(score, units=(unit,))


def test_what_stopped_a_whole_unit_is_told_once(
    make_score: Make, make_check: MakeCheck
) -> None:
    """A missing file is one fact, not one for each of its checks."""
    score = stopped(make_score, make_check)

    assert [{}, {}] == folds(score)
    text = read(score)
    assert (
        "Nothing in this unit could be checked, so it has no points: No file "
        "batchnorm.py was handed in. Hand it in with the others, if you may hand in "
        "again. "
    ) in text
    assert 1 == text.count("was handed in.")
    assert 2 == text.count("not checked, 0 of ")
    assert "grader hint" not in text


def test_a_file_that_cannot_be_imported_is_put_right_first(
    make_score: Make, make_check: MakeCheck
) -> None:
    """The line is shown, of an open check's text."""
    told = "SyntaxError at batchnorm.py:3: expected ':'.\n\n    3 | class A"
    hidden = make_check(Outcome.CRASHED, told, visibility=Visibility.HIDDEN)
    checks = (hidden, make_check(Outcome.CRASHED, told))
    score = make_score("anna", Outcome.CRASHED, Outcome.CRASHED, checks)
    (unit,) = score.units
    first, second = unit.exercises
    unit = msgspec.structs.replace(
        unit, exercises=(msgspec.structs.replace(first, checks=(hidden,)), second)
    )

    assert (
        "Nothing in this unit could be checked, so it has no points: SyntaxError at "
        "batchnorm.py:3: expected ':'. 3 | class A Put this right first, then run "
        "grader check u06 : nothing below can be checked before. "
    ) in read(msgspec.structs.replace(score, units=(unit,)))


def test_what_waits_or_is_not_written_is_folded(
    make_score: Make, make_check: MakeCheck
) -> None:
    """There is nothing to read before it is begun."""
    waiting = make_check(Outcome.WAITING, "6.1 is not started.")
    score = make_score(backward=Outcome.WAITING, checks=(waiting, waiting))
    assert [{}, {}] == folds(score)
    assert (
        "6.3 BatchNorm.backward waiting, 0 of 20 2 checks wait: 6.1 is not started. "
        "What was graded"
    ) in read(score)


def test_where_no_unit_could_be_checked_there_is_nothing_to_start_at(
    make_score: Make, make_check: MakeCheck
) -> None:
    """The missing file is the first thing."""
    text = read(stopped(make_score, make_check))

    assert "Start at" not in text


def test_a_full_score_is_told_without_advice(make_score: Make) -> None:
    """There is nothing to start at."""
    text = Tags(student_page(make_score())).text

    assert "Start at" not in text
    assert "Read:" not in text


def test_where_only_hidden_checks_fail_no_command_shows_it(
    make_score: Make, make_check: MakeCheck
) -> None:
    """A student who runs it would see that all is well."""
    hidden = make_check(Outcome.WRONG, "no.", visibility=Visibility.HIDDEN)
    score = make_score(backward=Outcome.WRONG, checks=(make_check(), hidden))

    text = Tags(student_page(score)).text

    assert (
        "1 of 2 checks passed; they differ in weight. \N{MULTIPLICATION X} Backward "
        "must differentiate the forward pass. hidden check, 0 of 10 no. Only hidden "
        "checks of this exercise fail, so grader check does not show it. For a hint, "
        "which costs no points: grader hint 6.3 What was"
    ) in text


def test_what_is_laid_out_stays_so_and_sentences_flow(
    make_score: Make, make_check: MakeCheck
) -> None:
    """Numbers, and all that was printed, whatever it looks like."""
    check = make_check(Outcome.WRONG, "dx is wrong.\n\n    got   1", output="a\n\n  b")
    page = student_page(make_score(backward=Outcome.WRONG, checks=(check,)))

    assert '<p class="said">dx is wrong.</p>' in page
    assert "<pre>got   1</pre>" in page
    assert "<pre>Your code printed:\na\n\n  b</pre>" in page


def test_what_failed_is_open_and_the_rest_is_folded(hard: Score) -> None:
    """The eye falls on what there is to do."""
    assert [{}, {"open": None}] == folds(hard)


def folds(score: Score) -> list[dict[str, str | None]]:
    """Return the attributes of each exercise's fold."""
    found = [a for tag, a in Tags(student_page(score)).found if tag == "details"]
    return [attributes for attributes in found if "class" not in attributes]


def test_what_the_grader_owes_is_told(make_score: Make) -> None:
    """Above everything else."""
    text = Tags(student_page(make_score(backward=Outcome.NOT_GRADED))).text

    assert "1 check could not be graded; that is the grader's fault, not yours." in text


def test_no_submission_writes_on_a_page(corpus: dict[str, Score]) -> None:
    """Its texts are text: no tag and no attribute of theirs, no control character."""
    for score in corpus.values():
        links = {score.submission.id: "x.html"}
        both = student_page(score), class_page([score], "\0<b>", links, [("<i>", "\a")])
        for page in both:
            for tag, attributes in Tags(page).found:
                assert tag in OWN_TAGS
                assert not [key for key in attributes if key.startswith("on")]
            assert not set(page) & set("\0\x1b\a\r\N{RIGHT-TO-LEFT OVERRIDE}")
            assert not re.search(r'(src|href)="(?!x\.html|#eye|#submissions)', page)


def test_a_mistake_that_goes_on_is_put_right_where_it_begins(
    make_score: Make, make_check: MakeCheck
) -> None:
    """Of the second exercise only hidden checks fail, but open ones of the first do."""
    cause = Diagnosis("mistake:x", "The bias is not added.")
    hidden = make_check(
        Outcome.WRONG, "no.", visibility=Visibility.HIDDEN, diagnosis=cause
    )
    score = make_score("anna", Outcome.WRONG, Outcome.WRONG, (hidden,))
    (unit,) = score.units
    first, second = unit.exercises
    open_ = (make_check(Outcome.WRONG, "no.", diagnosis=cause),)
    unit = msgspec.structs.replace(
        unit, exercises=(msgspec.structs.replace(first, checks=open_), second)
    )

    text = read(msgspec.structs.replace(score, units=(unit,)))

    assert (
        "It is the same mistake as in 6.1: put that right first, then run grader check "
        "u06 For a hint"
    ) in text
    assert "Only hidden checks" not in text
