"""Take pictures of the pages that a student and a teacher read.

A development-time tool: `python -m tools.screenshots` grades some of the examples
and writes docs/gallery/pages/, each page narrow and wide, light and dark. It needs
Chromium.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "gallery" / "pages"
UNITS = ("u02", "u06")
STUDENT = "milo_own_conftest_and_numpy"
PAGES = {"student": f"{STUDENT}.html", "class": "index.html"}
SIZES = {"narrow": (390, 1900), "wide": (1280, 1250)}
SCHEMES = {"light": 1, "dark": 0}  # Chromium's numbers
COLOURS = 256  # of a palette: with fewer, green turns grey
LARGEST = 150_000  # bytes of a picture


def main() -> int:
    """Grade, report, and take every picture."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.stderr.write("Error: chromium is not installed.\n")
        return 2
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = report(Path(scratch) / "results")
        for page, file in PAGES.items():
            for width in SIZES:
                for scheme in SCHEMES:
                    picture = take(browser, folder / file, width, scheme)
                    path = TARGET / f"{page}_{width}_{scheme}.png"
                    path.write_bytes(small(picture))
    return 0


def report(results: Path) -> Path:
    """Return a folder with the pages of the example submissions."""
    units = [word for unit in UNITS for word in ("--unit", unit)]
    _run([*_grader("batch"), "examples/submissions", "-o", str(results), *units])
    _run([*_grader("report"), str(results)])
    return results / "report"


def take(browser: str, page: Path, width: str, scheme: str) -> bytes:
    """Return a picture of the top of a page.

    Args:
        browser: the path of Chromium.
        page: the file.
        width: a key of `SIZES`.
        scheme: a key of `SCHEMES`.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page.png"
        across, down = SIZES[width]
        options = (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--window-size={across},{down}",
            f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
            f"--screenshot={target}",
        )
        _run([browser, *options, page.as_uri()])
        return target.read_bytes()


def small(picture: bytes) -> bytes:
    """Return a picture with few colours, the same bytes for the same picture.

    Raises:
        ValueError: it is large all the same.
    """
    found = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS).save(found, "PNG", optimize=True)
    if found.tell() > LARGEST:
        msg = f"a picture has {found.tell()} bytes, more than {LARGEST}."
        raise ValueError(msg)
    return found.getvalue()


def _grader(command: str) -> Sequence[str]:
    return sys.executable, "-m", "grader", command


def _run(command: Sequence[str]) -> None:
    subprocess.run(  # noqa: S603 - the project's own commands and a browser
        command,
        cwd=ROOT,
        env={**os.environ, "MPLBACKEND": "agg"},
        check=True,
        capture_output=True,
        timeout=600,
    )


if __name__ == "__main__":
    sys.exit(main())
