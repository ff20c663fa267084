"""Make the example submissions that `make demo` grades.

A development-time tool: `python tools/make_examples.py` writes
`examples/submissions/` from the references, alternatives, stubs and mistakes of
the course, so that the examples stay right when the course changes.
"""

import gzip
import io
import json
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.catalog.mistakes import splice

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "examples" / "submissions"
MODULES = {
    "layers.py": "u02_layers",
    "optimizers.py": "u04_optimizers",
    "batchnorm.py": "u06_batchnorm",
}
DATE = (2026, 1, 1, 0, 0, 0)  # archives are the same bytes every time

Files = Mapping[str, str]

LOOP = "        while True:  # waits for a loss that never falls\n            pass\n"
HOG = (
    "        history = []\n"
    "        while True:  # keeps every batch it has ever seen\n"
    "            history.append(np.zeros(2**22))\n"
)
CRASH = "        import ctypes\n\n        ctypes.string_at(0)\n"
SHOUT = """

for _ in range(100):  # left over from a long night
    print("x" * 1_000_000)
"""
PEEK = '''
def _peek():
    """Look for the hidden suite wherever it might be."""
    import glob, os

    for pattern in ("../*/solutions/*", "/*/*/solutions/*", "/home/*/*", "/srv/*"):
        for path in glob.glob(pattern):
            return open(os.path.join(path, "test_batchnorm.py")).read()
    for path in ("/proc/1/environ", "/etc/shadow", "/proc/self/cwd/../../solutions"):
        try:
            return open(path).read()
        except OSError:
            continue
    return None


if _peek():
    raise SystemExit("found it")
'''
CONFTEST = """import pytest


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = "passed"
"""
FAKE_NUMPY = "def __getattr__(name):\n    return lambda *a, **k: True\n"


def reference(module: str) -> str:
    """Return the reference's source."""
    return (ROOT / "solutions" / MODULES[module] / module).read_text(encoding="utf-8")


def stub(module: str) -> str:
    """Return the stub's source."""
    return (ROOT / "assignments" / MODULES[module] / module).read_text(encoding="utf-8")


def alternative(module: str, name: str) -> str:
    """Return the source of another right solution."""
    folder = ROOT / "solutions" / MODULES[module] / "alternatives"
    return (folder / f"{name}.py").read_text(encoding="utf-8")


def mistaken(module: str, *names: str) -> str:
    """Return the reference with these mistakes in it."""
    source = reference(module)
    folder = ROOT / "solutions" / MODULES[module] / "mistakes"
    for name in names:
        source = splice(source, (folder / f"{name}.py").read_text(encoding="utf-8"))
    return source


def with_line(module: str, owner: str, method: str, lines: str) -> str:
    """Return the reference with lines put first into one method."""
    source = reference(module)
    start = source.index(f"class {owner}")
    place = source.index(f"    def {method}(", start)
    body = source.index('"""\n', source.index('"""', place) + 3) + 4
    return source[:body] + lines + source[body:]


def folders() -> dict[str, Files]:
    """Return the submissions that are folders: name -> files."""
    right = {module: reference(module) for module in MODULES}
    return {"ada_full_marks": right, **_honest(), **_breaking(right), **_cheating()}


def _honest() -> dict[str, Files]:
    return {
        "ben_full_marks_in_another_style": {
            "layers.py": alternative("layers.py", "closures"),
            "optimizers.py": alternative("optimizers.py", "inheritance"),
            "batchnorm.py": alternative("batchnorm.py", "einsum"),
        },
        "cleo_partly_done": {
            "layers.py": splice(stub("layers.py"), _class("layers.py", "Affine")),
            "optimizers.py": splice(
                stub("optimizers.py"), _class("optimizers.py", "SGD")
            ),
        },
        "dan_untouched_stubs": {module: stub(module) for module in MODULES},
        "eve_subtle_mistakes": {
            "layers.py": mistaken(
                "layers.py", "relu_writes_into_x", "sigmoid_overflows"
            ),
            "optimizers.py": mistaken("optimizers.py", "adam_eps_inside_the_root"),
            "batchnorm.py": mistaken("batchnorm.py", "variance_path_left_out"),
        },
    }


def _breaking(right: Files) -> dict[str, Files]:
    return {
        "finn_syntax_error": {
            "layers.py": reference("layers.py").replace("class ReLU:", "class ReLU")
        },
        "gus_import_error": {"layers.py": "import torch\n" + reference("layers.py")},
        "hana_endless_loop": {
            **right,
            "optimizers.py": with_line("optimizers.py", "Adam", "update", LOOP),
        },
        "ivan_memory_hog": {
            **right,
            "layers.py": with_line("layers.py", "Tanh", "forward", HOG),
        },
        "june_crash": {
            **right,
            "batchnorm.py": with_line("batchnorm.py", "BatchNorm2d", "backward", CRASH),
        },
        "kurt_prints_100_mb": {
            **right,
            "optimizers.py": reference("optimizers.py") + SHOUT,
        },
    }


def _cheating() -> dict[str, Files]:
    return {
        "lena_reads_the_hidden_suite": {
            "batchnorm.py": mistaken("batchnorm.py", "variance_path_left_out") + PEEK
        },
        "milo_own_conftest_and_numpy": {
            "layers.py": mistaken("layers.py", "relu_gradient_multiplied_by_x"),
            "conftest.py": CONFTEST,
            "pytest.ini": "[pytest]\naddopts = --collect-only\n",
            "numpy/__init__.py": FAKE_NUMPY,
        },
    }


def archives() -> dict[str, bytes]:
    """Return the submissions that are single files: name -> content."""
    return {
        "nora_zip.zip": _zip({f"homework/{m}": reference(m) for m in MODULES}),
        "omar_notebook.ipynb": _notebook(),
        "pia_tar.tar.gz": _tar({"batchnorm.py": reference("batchnorm.py")}),
    }


def _class(module: str, name: str) -> str:
    source = reference(module)
    start = source.index(f"class {name}")
    following = source.find("\nclass ", start)
    return source[start : following if following > 0 else len(source)]


def _zip(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), text)
    return buffer.getvalue()


def _tar(files: Files) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, text in files.items():
            data = text.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), mtime=0)


def _notebook() -> bytes:
    names = ["Sigmoid", "ReLU", "Tanh", "LeakyReLU", "ELU"]
    head = reference("layers.py").split("class Affine", 1)[0]
    sources = [
        "# grader: layers.py\n" + head,
        "import matplotlib.pyplot as plt\nfrom grader.notebook import check",
        *(_class("layers.py", name) for name in ("Affine", *names)),
        'check("2.1")',
        "%matplotlib inline\nx = np.linspace(-3, 3)\nplt.plot(x, ELU().forward(x))",
        "Affine(np.eye(2), np.zeros(2)).forward(np.ones((1, 3)))  # why not?",
    ]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# My layers\n"]},
        *(
            {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": source.splitlines(keepends=True),
            }
            for source in sources
        ),
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1).encode()


def write(target: Path) -> None:
    """Write every example under `target`, in place of what is there."""
    shutil.rmtree(target, ignore_errors=True)
    for name, files in folders().items():
        for path, text in files.items():
            place = target / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    for name, data in archives().items():
        (target / name).write_bytes(data)


if __name__ == "__main__":
    write(TARGET)
    sys.stdout.write(f"{len(folders()) + len(archives())} submissions written\n")
