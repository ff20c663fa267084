"""Run what a handout shows, with the reference in place of the student's module.

A fenced block that begins with ```python is run. In a block with >>> lines each
example must give what is printed below it, as in a docstring; `...` stands for
any text. Such blocks of a handout are one session, from top to bottom. A block
without >>> lines is a script of its own, which must run to its end.
"""

import contextlib
import doctest
import io
import re
import sys
from collections.abc import Iterator
from types import ModuleType

import msgspec
import numpy as np

from grader.model import Unit

HANDOUT = "README.md"
_BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(msgspec.Struct, frozen=True):
    """The code of a fenced block, and the line where it begins."""

    line: int
    code: str

    @property
    def is_session(self) -> bool:
        """Whether it shows what each of its lines gives."""
        return re.search(r"^\s*>>> ", self.code, re.MULTILINE) is not None


def blocks_of(text: str) -> list[Block]:
    """Return the Python blocks of a handout."""
    return [
        Block(text.count("\n", 0, match.start("code")) + 1, match["code"])
        for match in _BLOCK.finditer(text)
    ]


def handout_findings(unit: Unit, reference: ModuleType) -> tuple[int, tuple[str, ...]]:
    """Return how many examples a unit's handout holds, and what is wrong with them.

    Args:
        unit: the unit.
        reference: its reference, which the blocks import by the module's name.
    """
    path = unit.folder / HANDOUT
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    runner = _Runner(verbose=False, optionflags=FLAGS)
    findings: list[str] = []
    count = 0
    session: dict[str, object] = {"__name__": "__handout__"}
    with _importable(unit.module.removesuffix(".py"), reference), _printing():
        for block in blocks_of(text):
            if block.is_session:
                found = _parsed(block, session)
                count += len(found.examples)
                runner.run(found, clear_globs=False)
                session = found.globs
            else:
                count += 1
                findings += _script_findings(block)
    return count, (*findings, *runner.findings)


class _Runner(doctest.DocTestRunner):
    """Keeps a sentence for each example that gives something else."""

    def __init__(self, *, verbose: bool, optionflags: int) -> None:
        super().__init__(verbose=verbose, optionflags=optionflags)
        self.findings: list[str] = []

    def report_failure(
        self,
        _out: object,
        test: doctest.DocTest,
        example: doctest.Example,
        got: str,
    ) -> None:
        """Note what was expected and what was found."""
        self._note(test, example, _shown(got) or "nothing")

    def report_unexpected_exception(
        self,
        _out: object,
        test: doctest.DocTest,
        example: doctest.Example,
        exc_info: tuple[type[BaseException], BaseException, object],
    ) -> None:
        """Note the exception that an example raised."""
        self._note(test, example, f"{exc_info[0].__name__}: {exc_info[1]}")

    def _note(
        self, test: doctest.DocTest, example: doctest.Example, found: str
    ) -> None:
        line = (test.lineno or 0) + example.lineno
        self.findings.append(
            f"{HANDOUT}, line {line}: `{_shown(example.source)}` must give what is "
            f"printed below it: expected {_shown(example.want) or 'nothing'}, found "
            f"{found}."
        )


def _parsed(block: Block, session: dict[str, object]) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(
        block.code, session, HANDOUT, HANDOUT, block.line
    )


def _script_findings(block: Block) -> Iterator[str]:
    name = f"{HANDOUT}:{block.line}"
    blank = "\n" * (block.line - 1)  # so that an error names the handout's line
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(  # noqa: S102 - the author's own handout
                compile(blank + block.code, name, "exec"), {"__name__": "__main__"}
            )
    except Exception as error:  # noqa: BLE001 - whatever it is, the author is told
        yield (
            f"{HANDOUT}, line {_line_of(error, name) or block.line}: the script must "
            f"run to its end with the reference, found {type(error).__name__}: {error}."
        )


def _line_of(error: BaseException, name: str) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _shown(text: str) -> str:
    return " ".join(text.split())


@contextlib.contextmanager
def _importable(name: str, module: ModuleType) -> Iterator[None]:
    """Let `from layers import Affine` find the reference."""
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before


@contextlib.contextmanager
def _printing() -> Iterator[None]:
    """Print arrays as NumPy does where nobody asked for anything else."""
    with np.printoptions(
        precision=8, threshold=1000, linewidth=75, suppress=False, floatmode="maxprec"
    ):
        yield
