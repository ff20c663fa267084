"""What is said of a packed file: what it holds, and what in it is to be done."""

from grader.model import SourceFile
from grader.reports.packed import ToHandIn, render_pack


def test_a_packed_file_names_what_it_holds_with_digests() -> None:
    """A student can see that the right file went in."""
    files = [
        SourceFile("u02_layers/layers.py", "a" * 64),
        SourceFile("u06_batchnorm/batchnorm.py", "b" * 64),
    ]

    text = render_pack("handin.zip", files, [ToHandIn("u02", "layers.py")])

    assert text == (
        "handin.zip is ready to hand in. It holds:\n"
        "  u02_layers/layers.py        sha256 aaaaaaaaaaaa\n"
        "  u06_batchnorm/batchnorm.py  sha256 bbbbbbbbbbbb\n\n"
        "every exercise is written: u02"
    )


def test_a_packed_file_says_what_in_it_is_not_started() -> None:
    """To hand in the wrong copy is a common misfortune."""
    files = [SourceFile("u06_batchnorm/batchnorm.py", "b" * 64)]

    text = render_pack(
        "handin.zip", files, [ToHandIn("u06", "batchnorm.py", ("6.1", "6.3"))]
    )

    assert text == (
        "handin.zip is ready to hand in. It holds:\n"
        "  u06_batchnorm/batchnorm.py  sha256 bbbbbbbbbbbb\n\n"
        "u06: not started: 6.1, 6.3"
    )


def test_a_packed_file_that_cannot_be_imported_is_not_ready() -> None:
    """It would get no points, and nobody would know why before the deadline."""
    files = [SourceFile("u02_layers/layers.py", "a" * 64)]
    trouble = "SyntaxError at layers.py:3: invalid syntax.\n\n    3 | def f(:"
    broken = ToHandIn("u02", "layers.py", trouble=trouble)
    absent = ToHandIn("u04", "optimizers.py", is_there=False)

    text = render_pack("handin.zip", files, [broken, absent])

    assert text == (
        "handin.zip is written, but mend this before you hand it in:\n\n"
        "u02: layers.py cannot be imported, so it would get no points. SyntaxError at\n"
        "layers.py:3: invalid syntax.\n\n"
        "    3 | def f(:\n\n"
        "It holds:\n"
        "  u02_layers/layers.py  sha256 aaaaaaaaaaaa\n\n"
        "u04: there is no optimizers.py, so nothing of it is handed in."
    )


def test_a_packed_file_in_which_something_is_missing_is_not_ready() -> None:
    """An empty file can be imported, and gets nothing."""
    files = [SourceFile("u02_layers/layers.py", "a" * 64)]
    empty = ToHandIn("u01", "perceptron.py", is_empty=True)
    one = ToHandIn("u02", "layers.py", lacking=("ReLU",))
    two = ToHandIn("u03", "training.py", ("3.1",), lacking=("softmax", "accuracy"))

    text = render_pack("handin.zip", files, [empty, one, two])

    assert text == (
        "handin.zip is written, but mend this before you hand it in:\n\n"
        "u01: perceptron.py is empty, so it would get no points.\n\n"
        "u02: layers.py does not define ReLU; its exercise would get no points.\n\n"
        "u03: training.py does not define softmax, accuracy; their exercises would get "
        "no\n"
        "points.\n\n"
        "It holds:\n"
        "  u02_layers/layers.py  sha256 aaaaaaaaaaaa\n\n"
        "u03: not started: 3.1"
    )


def test_units_that_were_never_touched_take_one_line() -> None:
    """Thirteen lines of ids would hide the one that matters."""
    files = [SourceFile("u01_perceptron/perceptron.py", "a" * 64)]
    written = [ToHandIn(f"u0{n}", "a.py") for n in (1, 2)]
    begun = ToHandIn("u03", "a.py", ("3.4",))
    untouched = [
        ToHandIn(f"u0{n}", "a.py", (f"{n}.1",), is_untouched=True) for n in (4, 5, 6)
    ]

    text = render_pack("handin.zip", files, [*written, begun, *untouched])

    assert text.partition("\n\n")[2] == (
        "every exercise is written: u01, u02\n"
        "u03: not started: 3.4\n"
        "not started: u04 to u06"
    )
