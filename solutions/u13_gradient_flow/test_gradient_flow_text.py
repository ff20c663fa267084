"""Hidden checks of unit 13: characters and ids, and the batches of a text."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Ids = NDArray[np.int64]
Pairs = list[tuple[Ids, Ids]]
Rng = np.random.Generator
CALLS = '''
"""Calls of the student's functions, with what they yield or raise."""


def batches(student, ids, n, t):
    return [list(pair) for pair in student.next_character_batches(ids, n, t)]


def refused(student, text, vocab):
    try:
        student.encode(text, vocab)
    except KeyError as error:
        return str(error)
    return None
'''
LETTERS = list("\n !,.AZabxyzäß€λ")
EMPTY = "An array of nothing is made of floats: give np.array a dtype."
OWN_ORDER = (
    "An id is the place of a character in the vocabulary that was given, whatever "
    "order it has."
)
SHIFTED = (
    "The targets are the inputs themselves: a target is the character that comes next."
)
BACK = "The targets lie one place before the inputs: they must lie one place after."
TWO_ON = "The targets lie two places after the inputs: the next character is wanted."
ROUND = (
    "The last target of a row is the row's first input: it is the character after it."
)
ROWS = (
    "Row r must go on where row r of the batch before ended: cut the text into N long "
    "rows first."
)
TWICE = "Rows read the same part of the text: cut it into N parts, one for each row."
SHAPES = pytest.mark.parametrize(
    ("length", "n", "t"),
    [(97, 3, 5), (60, 4, 5), (23, 1, 7), (29, 5, 1)],
    ids=["a tail", "one less", "one row", "one step"],
)


@exercise("13.4")
def test_vocabulary_of_a_drawn_text(student: Student, rng: Rng) -> None:
    """The list from vocabulary has each character of the text once, sorted."""
    text = "".join(rng.choice(LETTERS, size=60))

    found = student.vocabulary(text)

    must = "the vocabulary must be a list of characters, each once and sorted, found "
    is_right = isinstance(found, list) and found == sorted(set(text))
    require(is_right, must + repr(found)[:80])


@exercise("13.4")
def test_ids_are_places(student: Student, rng: Rng) -> None:
    """An id from encode is the place of its character in a vocabulary of any order."""
    vocab = rng.permutation(LETTERS).tolist()
    ids = rng.integers(len(vocab), size=40)
    text = "".join(vocab[each] for each in ids)

    found = student.encode(text, list(vocab))

    ordered = sorted(vocab)
    wrong = [ordered.index(each) for each in text]
    clues = Clues(suspects={"ids:sorted": (OWN_ORDER, wrong)})
    close(found, ids, "the ids", clues=clues)
    is_whole = isinstance(found, np.ndarray) and found.dtype.kind in "iu"
    require(is_whole, "encode must return an array of whole numbers")


@exercise("13.4")
def test_ids_are_read_back(student: Student, rng: Rng) -> None:
    """Ids in an array or in a list are turned back into text by decode."""
    vocab = rng.permutation(LETTERS).tolist()
    ids = rng.integers(len(vocab), size=40)
    text = "".join(vocab[each] for each in ids)

    for given in (ids, ids.tolist()):
        found = student.decode(given, vocab)

        is_text = isinstance(found, str) and found == text
        require(is_text, f"decode must return {text!r}, found {found!r}")


@exercise("13.4")
def test_empty_text(student: Student) -> None:
    """For an empty text encode gives an empty integer array, and decode takes one."""
    ids = student.encode("", ["a", "b"])
    close(ids, np.zeros(0), "the ids of no text")
    is_whole = isinstance(ids, np.ndarray) and ids.dtype.kind in "iu"
    require(
        is_whole, "an empty text must give an array of whole numbers, too", cause=EMPTY
    )
    back = student.decode(np.zeros(0, np.int64), ["a", "b"])
    is_empty = isinstance(back, str) and not back
    require(is_empty, f"no ids must give an empty text, found {back!r}")


@exercise("13.4", weight=2)
def test_all_unknown_characters_are_named(student: Student, rng: Rng) -> None:
    """For six unknown characters encode raises one KeyError that names them all."""
    unknown = rng.permutation(list("äß€λ§µ")).tolist()
    text = "".join(rng.permutation([*unknown, *unknown[:2], *"abab"]))

    said = support(student, "calls", CALLS).refused(student, text, ["a", "b"])

    require(said is not None, "encode must raise KeyError for what it does not know")
    left = [each for each in unknown if each not in str(said)]
    must = f"the KeyError must name all unknown characters, {len(left)} of 6 are not"
    require(not left, must, cause="Gather them all first, then raise one KeyError.")


@exercise("13.5")
@SHAPES
def test_number_of_batches(
    student: Student, rng: Rng, length: int, n: int, t: int
) -> None:
    """next_character_batches yields floor((n - 1) / (N T)) batches."""
    found = batches(student, rng.permutation(length), n, t)

    right = (length - 1) // (n * t)
    suspects = {"count:last": ("The last id has no target.", length // (n * t))}
    if not found:
        suspects["count:none"] = f"N = {n} and T = {t} do fit into {length} ids.", 0
    name = f"the number of batches of {length} ids with N = {n} and T = {t}"
    close(len(found), right, name, clues=Clues(suspects=suspects))


@exercise("13.5")
def test_text_too_short(student: Student) -> None:
    """next_character_batches yields nothing for a text that fills no batch."""
    found = [batches(student, np.arange(length), 3, 5) for length in (0, 1, 15)]

    must = "texts of 0, 1 and 15 ids give no batch of 3 rows and 5 steps"
    require(found == [[], [], []], must)


@exercise("13.5", weight=2)
@SHAPES
def test_targets_come_next(
    student: Student, rng: Rng, length: int, n: int, t: int
) -> None:
    """next_character_batches gives the id after each input as its target."""
    ids = rng.permutation(length) + 100

    for inputs, targets in batches(student, ids.copy(), n, t):
        place = {int(each): k for k, each in enumerate(ids)}
        places = np.vectorize(lambda each: place.get(each, -2))(inputs)  # noqa: B023
        padded = np.concatenate([ids, [-1, -1]])
        suspects = {
            "targets:same": (SHIFTED, inputs),
            "targets:back": (BACK, padded[np.maximum(places - 1, 0)]),
            "targets:two": (TWO_ON, padded[places + 2]),
            "targets:round": (ROUND, np.roll(inputs, -1, axis=1)),
        }
        clues = Clues(suspects=suspects)
        close(targets, padded[places + 1], "the targets", clues=clues)


@exercise("13.5", weight=2)
@SHAPES
def test_rows_go_on(student: Student, rng: Rng, length: int, n: int, t: int) -> None:
    """next_character_batches lets each row go on where it ended in the batch before."""
    ids = rng.permutation(length)
    place = {int(each): k for k, each in enumerate(ids)}

    pairs = batches(student, ids.copy(), n, t)

    rows = joined(pairs, n)
    places = np.array([[place.get(int(each), -1) for each in row] for row in rows])
    if places.size:
        right = places[:, :1] + np.arange(places.shape[1])
        close(places, right, "places in the text", clues=Clues(cause=ROWS))


@exercise("13.5")
@SHAPES
def test_rows_do_not_overlap(
    student: Student, rng: Rng, length: int, n: int, t: int
) -> None:
    """next_character_batches gives no place of the text as an input twice."""
    pairs = batches(student, rng.permutation(length), n, t)

    read = joined(pairs, n).ravel()
    twice = len(read) - len(set(read.tolist()))
    must = f"no id of a text of different ids may be read twice, found {twice}"
    require(twice == 0, must, cause=TWICE)


@exercise("13.11")
def test_ids_are_left_alone(student: Student, rng: Rng) -> None:
    """next_character_batches leaves ids unchanged."""
    ids = rng.permutation(97)
    given = ids.copy()

    support(student, "calls", CALLS).batches(student, given, 3, 5)

    require(np.array_equal(given, ids), "next_character_batches must not change ids")


def batches(student: Student, ids: Ids, n: int, t: int) -> Pairs:
    """Return all pairs of inputs and targets, once they are arrays of one form."""
    found = support(student, "calls", CALLS).batches(student, ids, n, t)
    pairs = found if isinstance(found, list) else []
    fits = [isinstance(each, list) and len(each) == 2 for each in pairs]
    require(all(fits), "each batch must be a pair, inputs and targets")
    must = f"inputs and targets must be arrays of whole numbers, ({n}, {t}) each"
    for each in (each for pair in pairs for each in pair):
        is_kind = isinstance(each, np.ndarray) and each.dtype.kind in "iu"
        require(is_kind and each.shape == (n, t), must)
    return [(np.asarray(left, np.int64), np.asarray(right)) for left, right in pairs]


def joined(pairs: Pairs, n: int) -> Ids:
    """Return (n, steps of all batches): what each row reads."""
    none = np.zeros((n, 0), np.int64)
    return np.concatenate([none, *(inputs for inputs, _ in pairs)], axis=1)
