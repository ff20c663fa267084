"""The pages as they are read: by eye, by keyboard, by ear, and all at once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from grader.errors import Comparison
from grader.exports import class_page, student_page
from grader.model import Outcome, Score, ScoredCheck
from tests.exports.browsing import Tab, browsing

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""
NARROW, WIDE = 390, 1280
SCHEMES = ("light", "dark")
READABLE = 4.5  # contrast of text, by WCAG 2.2, level AA
OPENS_IN_S = 2.0
TRIES = 20
MIB = 1 << 20
UNITS = 14
LONG = "a_name_without_a_space_that_is_longer_than_a_telephone_is_wide_" * 3
Make = Callable[..., Score]
Show = Callable[[str], Tab]

pytestmark = pytest.mark.skipif(not BROWSER, reason="needs chromium")

# The least contrast between a text and what is behind it, and the text.
CONTRAST = """
(() => {
  const light = (rgb) => rgb.map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (text) => text.match(/[0-9.]+/g).map(Number);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const found = parse(getComputedStyle(node).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  let least = [21, ""];
  for (const node of document.body.querySelectorAll("*")) {
    const own = Array.from(node.childNodes)
      .filter((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own.length || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const ink = node instanceof SVGElement ? style.fill : style.color;
    const pair = [light(parse(ink).slice(0, 3)), light(behind(node))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < least[0]) least = [ratio, own[0].textContent];
  }
  return least;
})()
"""
# Seconds from the start of the navigation until a second frame was drawn.
OPENED = """
new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
  done(Math.max(loaded, performance.now()) / 1000);
})))
"""
FOCUSED = "document.activeElement.textContent || document.activeElement.id"
NAMES = (
    "Array.from(document.getElementById('all').tBodies[0].rows)"
    ".filter((row) => !row.hidden).map((row) => row.cells[0].textContent).join(' ')"
)
SORTED = (
    "Array.from(document.querySelectorAll('#all thead th'))"
    ".map((cell) => cell.getAttribute('aria-sort') || '-').join(' ')"
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """A page of a browser that all tests of this file share."""
    with browsing(BROWSER, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture
def show(tab: Tab, tmp_path: Path) -> Show:
    """Open the text of a page."""

    def shown(page: str) -> Tab:
        path = tmp_path / "page.html"
        path.write_text(page, errors="surrogatepass")
        return tab.open(path)

    return shown


@pytest.fixture
def drawn(make_score: Make, make_check: Callable[..., ScoredCheck]) -> Score:
    """A wrong gradient with its numbers, and names that do not break."""
    numbers = Comparison(
        'grads["W"]',
        (2, 2),
        (0, 1, 2, 3),
        (1.0, 2.0, 3.0, 8.0),
        (1.0, 2.0, 3.0, 4.0),
        (3,),
    )
    message = f"{LONG} disagrees.\n\n    expected   4   at {LONG}\n    got        8"
    check = make_check(Outcome.WRONG, message, comparison=numbers, output=LONG)
    score = make_score("anna", Outcome.PASSED, Outcome.WRONG, (check,))
    return msgspec.structs.replace(
        score, submission=msgspec.structs.replace(score.submission, id=LONG)
    )


@pytest.fixture
def three(make_score: Make) -> str:
    """The page of a class of three."""
    wrong = Outcome.WRONG
    scores = [
        make_score("ann", wrong, wrong),
        make_score("ben"),
        make_score("cleo", backward=wrong),
    ]
    return class_page(scores, "Course", {"ann": "ann.html"})


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_page_is_as_wide_as_its_window(show: Show, drawn: Score, width: int) -> None:
    """Nobody scrolls sideways to read a sentence; wide tables scroll by themselves."""
    for page in (student_page(drawn), class_page([drawn] * 3, LONG, {})):
        tab = show(page)
        tab.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=False,
        )

        assert width >= tab.value("document.documentElement.scrollWidth")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_stands_out_from_what_is_behind_it(
    show: Show, drawn: Score, scheme: str
) -> None:
    """In both colour schemes, also in pictures."""
    for page in (student_page(drawn), class_page([drawn] * 3, "Course", {})):
        tab = show(page)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        tab.ask("Emulation.setEmulatedMedia", features=[feature])

        contrast, text = tab.value(CONTRAST)

        assert contrast >= READABLE, text


def test_a_class_is_sorted_by_keyboard(show: Show, three: str) -> None:
    """The keys reach every header, in order; the order is told to those who listen."""
    tab = show(three)
    tab.value("document.getElementById('filter').focus()")

    for _ in range(4):  # past the scrolling table and its first header, to the points
        tab.press("Tab")
        if tab.value(FOCUSED) == "points":
            break
    tab.press("Enter")

    assert "points" == tab.value(FOCUSED)
    assert ["ann cleo ben", "- ascending -"] == [tab.value(NAMES), tab.value(SORTED)]
    tab.press("Enter")
    assert ["ben cleo ann", "- descending -"] == [tab.value(NAMES), tab.value(SORTED)]
    tab.press("Tab")
    assert "u06" == tab.value(FOCUSED)
    tab.press("Tab")
    assert "ann" == tab.value(FOCUSED)


def test_a_class_is_filtered_by_keyboard(show: Show, three: str) -> None:
    """And how many are left is told."""
    tab = show(three)
    tab.value("document.getElementById('filter').focus()")

    tab.type("E")

    assert "ben cleo" == tab.value(NAMES)
    assert ("StaticText", "2 of 3 shown") in tab.spoken()


def test_an_exercise_is_unfolded_by_keyboard(show: Show, drawn: Score) -> None:
    """What passed is folded, and can be looked at."""
    tab = show(student_page(drawn))

    tab.press("Tab")
    tab.press("Enter")

    assert tab.value("document.activeElement.parentElement.open") is True


def test_a_students_page_by_ear(show: Show, drawn: Score) -> None:
    """Exercises are headings with their outcome in words; a picture says what it is."""
    spoken = show(student_page(drawn)).spoken()

    assert ("heading", "6.3 BatchNorm.backward") in spoken
    assert ("DisclosureTriangle", "6.3 BatchNorm.backward wrong, 0 of 10") in spoken
    images = [name for role, name in spoken if role == "image"]
    assert 2 == len(images)
    assert images[0].startswith('grads["W"]: yours against numerical')
    assert images[1].startswith('grads["W"]: where it is wrong')


def test_a_class_by_ear(show: Show, three: str) -> None:
    """A row begins with the name it is about."""
    spoken = show(three).spoken()

    assert {("rowheader", name) for name in ("ann", "ben", "cleo")} < set(spoken)
    image = "Submissions by tenths of the points, the lowest first: "
    assert ("image", f"{image}1, 0, 0, 0, 0, 1, 0, 0, 0, 1") in spoken


def test_a_thousand_submissions_open_at_once(show: Show, drawn: Score) -> None:
    """From the click to the second frame, with every unit of the course.

    The fastest of a few counts: what else the machine does only adds to it.
    """
    (unit,) = drawn.units
    units = tuple(
        msgspec.structs.replace(unit, id=f"u{number:02}_x")
        for number in range(1, UNITS + 1)
    )
    full = msgspec.structs.replace(drawn, units=units)
    page = class_page(
        [
            msgspec.structs.replace(
                full,
                submission=msgspec.structs.replace(full.submission, id=f"student {n}"),
            )
            for n in range(1000)
        ],
        "Course",
        {f"student {n}": f"student%20{n}.html" for n in range(1000)},
    )

    taken_s = [show(page).value(OPENED)]
    while min(taken_s) >= OPENS_IN_S and len(taken_s) < TRIES:
        taken_s.append(show(page).value(OPENED))

    assert len(page.encode()) < 5 * MIB
    assert 0 < min(taken_s) < OPENS_IN_S


def test_a_page_says_nothing_to_the_console(show: Show, drawn: Score) -> None:
    """No error of its own, and no script that a submission brought."""
    tab = show(student_page(drawn))
    show(class_page([drawn], "<script>console.log(1)</script>", {}))

    assert [] == tab.logged
