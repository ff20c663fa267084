"""Which check catches which mistake: what is needed, what is spare, what is idle."""

import csv
import html.parser
import io

import pytest

from grader.model import Visibility
from grader.reports.matrix import (
    KillMatrix,
    MatrixCheck,
    MatrixMistake,
    Use,
    matrix_csv,
    matrix_html,
    render_matrix,
)

OPEN, HIDDEN = Visibility.OPEN, Visibility.HIDDEN
LONG = "the_longest_name_that_anybody_has_given_to_a_check_of_theirs"
MATRIX = KillMatrix(
    "u06_batchnorm",
    (
        MatrixCheck("output", "6.1", OPEN, ("eps_outside", "no_mean"), 12.25),
        MatrixCheck("many_rows", "6.1", HIDDEN, ("no_mean",), 0.5),
        MatrixCheck(LONG, "6.1", HIDDEN, (), 0.25),
        MatrixCheck("by_hand", "6.3", OPEN, ("eps_outside", "mean_path"), 3.0),
        MatrixCheck("derivative", "6.3", HIDDEN, ("mean_path",), 1234.5),
    ),
    (
        MatrixMistake("eps_outside", "6.1"),
        MatrixMistake("no_mean", "6.1"),
        MatrixMistake("mean_path", "6.3"),
    ),
)
PRINTED = """\
u06_batchnorm: which check catches which mistake

check                                             catches  alone  mean ms use
6.1   output (open)                                     2      1     12.2 needed
6.1   many_rows                                         1      0      0.5 spare
6.1   the_longest_name_that_anybody_has_given_...       0      0      0.2 idle
6.3   by_hand (open)                                    2      0      3.0 spare
6.3   derivative                                        1      0   1234.5 spare

mistake, and how many checks catch it                            its own     all
6.1   eps_outside                                                      1       2
6.1   no_mean                                                          2       2
6.3   mean_path                                                        2       2"""


class _Cells(html.parser.HTMLParser):
    """Reads a page: the classes of each row's cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append(dict(attrs).get("class") or "")


def test_a_terminal_shows_every_check_and_every_mistake() -> None:
    """Within 80 columns, whatever the names."""
    assert render_matrix(MATRIX) == PRINTED
    assert max(map(len, PRINTED.splitlines())) == 80


@pytest.mark.parametrize(
    ("name", "use"),
    [("output", Use.NEEDED), ("by_hand", Use.SPARE), (LONG, Use.IDLE)],
)
def test_a_check_is_needed_for_mistakes_of_its_own_exercise(
    name: str, use: Use
) -> None:
    """`by_hand` sees a mistake of 6.1 too, but points are lost where it was made."""
    (check,) = (check for check in MATRIX.checks if check.id == name)

    assert MATRIX.use(check) is use


def test_a_spreadsheet_reads_the_table() -> None:
    """A row for each check, a column for each mistake."""
    rows = list(csv.DictReader(io.StringIO(matrix_csv(MATRIX))))

    assert len(rows) == 5
    assert rows[3] == {
        "exercise": "6.3",
        "check": "by_hand",
        "visibility": "open",
        "use": "spare",
        "mean_ms": "3.000",
        "catches": "2",
        "alone": "0",
        "eps_outside": "1",
        "no_mean": "0",
        "mean_path": "1",
    }


def test_a_page_marks_what_is_caught_where_and_by_whom_alone() -> None:
    """Its own, alone, and from another exercise look different."""
    page = _Cells()
    page.feed(matrix_html(MATRIX))

    cells = [row[5:] for row in page.rows[1:-1]]
    assert cells == [
        ["cell own alone", "cell own", "cell"],
        ["cell", "cell own", "cell"],
        ["cell", "cell", "cell"],
        ["cell other", "cell", "cell own"],
        ["cell", "cell", "cell own"],
    ]


def test_a_page_says_what_its_words_mean_and_how_many_there_are() -> None:
    """An author who did not write this reads it too."""
    page = " ".join(matrix_html(MATRIX).split())

    assert "5 checks, 3 mistakes. 1 checks are needed, 3 are spare, 1 are idle." in page
    for word in ("spare", "idle"):
        assert f"<dt>{word}</dt>" in page


def test_a_page_takes_names_as_text() -> None:
    """A check's id may hold what a parameter looks like."""
    check = MatrixCheck("output[<b>]", "6.1", OPEN, ())

    page = matrix_html(KillMatrix("u06_batchnorm", (check,), ()))

    assert "output[&lt;b&gt;]" in page
    assert "<b>]" not in page


def test_a_page_needs_nothing_from_elsewhere() -> None:
    """It is mailed, archived and opened without a network."""
    page = matrix_html(MATRIX)

    assert not any(word in page for word in ("http", "src=", "@import", "<script"))
