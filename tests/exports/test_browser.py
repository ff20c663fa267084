"""The pages in a real browser, where one is installed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.exports import class_page, student_page
from grader.model import Outcome, Score

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr")
Make = Callable[..., Score]

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs chromium")

SORTED_AND_FILTERED = """
<script>
const said = [];
const names = () => Array.from(body.rows).filter((r) => !r.hidden)
  .map((r) => r.cells[0].textContent).join(" ");
const buttons = document.querySelectorAll("button.sort");
said.push(names());
buttons[1].click(); said.push(names());
buttons[1].click(); said.push(names());
buttons[0].click(); said.push(names());
const input = document.getElementById("filter");
input.value = "BE"; input.dispatchEvent(new Event("input")); said.push(names());
document.title = said.join(" | ");
</script>
"""


def seen(page: str, folder: Path, *options: str) -> tuple[str, str]:
    """Open a page and return its document and what the browser logged of it."""
    path = folder / "page.html"
    path.write_text(page, errors="surrogatepass")
    command = [str(BROWSER), *OPTIONS, f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(  # noqa: S603 - a browser on a file of ours
        [*command, *(options or ("--dump-dom",)), path.as_uri()],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    logged = [line for line in done.stderr.splitlines() if ":CONSOLE" in line]
    return done.stdout, "\n".join(logged)


def test_a_class_sorts_and_filters(make_score: Make, tmp_path: Path) -> None:
    """By points up and down, by name, and by a part of a name in any case."""
    wrong = Outcome.WRONG
    scores = [
        make_score("ann", wrong, wrong),
        make_score("ben"),
        make_score("cleo", backward=wrong),
    ]
    page = class_page(scores, "Course", {}).replace(
        "</body>", f"{SORTED_AND_FILTERED}</body>"
    )

    document, logged = seen(page, tmp_path)

    assert (
        "<title>ann ben cleo | ann cleo ben | ben cleo ann | ann ben cleo | ben</title>"
    ) in document
    assert "" == logged


def test_hostile_texts_are_inert(corpus: dict[str, Score], tmp_path: Path) -> None:
    """Nothing of a submission's runs, and nothing is complained of."""
    score = corpus["hostile 0"]
    pages = (
        student_page(score),
        class_page([score], "<script>document.title=1</script>", {}),
    )

    for page in pages:
        document, logged = seen(page, tmp_path)
        assert "&lt;script&gt;" in document
        assert "" == logged


def test_a_page_prints(make_score: Make, tmp_path: Path) -> None:
    """As a PDF."""
    target = tmp_path / "page.pdf"

    seen(student_page(make_score("ann")), tmp_path, f"--print-to-pdf={target}")

    assert target.read_bytes().startswith(b"%PDF")
