"""Open checks of unit 13: text as ids, and batches."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Ids = NDArray[np.integer]
Rng = np.random.Generator
KIT = '''
"""All batches at once, what stops them, and what encode refuses."""

import numpy as np


def batches(student, ids, n, t):
    found = student.next_character_batches(ids, n, t)
    is_pair = isinstance(found, tuple) and len(found) == 2
    if is_pair and all(getattr(each, "ndim", 0) == 2 for each in found):
        return "one pair"
    pairs, copies = [], []
    for pair in found:
        pairs.append(list(pair))
        copies.append([np.array(each) for each in pair])
    both = zip(pairs, copies)
    kept = all(np.array_equal(a, b) for old, new in both for a, b in zip(old, new))
    return pairs if kept else "written over"


def stopped(student, ids, n, t):
    try:
        list(student.next_character_batches(ids, n, t))
    except NotImplementedError:
        raise
    except Exception as error:
        return type(error).__name__
    return ""


def refused(student, text, vocab):
    try:
        student.encode(text, vocab)
    except NotImplementedError:
        raise
    except Exception as error:
        return [str(error), *(kind.__name__ for kind in type(error).__mro__)]
    return []
'''
A_LIST = "Make an array of the list by np.array(...): text stays on the CPU."
SHIFTED = (
    "The targets are the inputs themselves: a target is the character that comes next."
)
BACK = "The targets lie one place before the inputs: they must lie one place after."
ROWS = (
    "Row r must go on where row r of the batch before ended: cut the text into N long "
    "rows first."
)
IN_TURN = (
    "Row r of a batch must begin where row r of the batch before ended: take the "
    "pieces in turn, with no gap and no overlap."
)
WRITTEN_OVER = (
    "Each batch is written over by the next one: hand out new arrays (handout 4.2)."
)
ROUND = (
    "The last target of a row is the row's own first input: it is the next id of the "
    "text."
)
SHORT = "A batch is shorter than the others: what is left over at the end is dropped."
ID_OF = "An id is the place of a character in the vocabulary that was given."
ALONG = (
    "A row of inputs must be a piece of the text as it stands: after each character "
    "comes the one that follows it there."
)
CUT_OFF = (
    "The last targets of the rows are missing: they stand behind the last inputs in "
    "the text, so cut the rows of targets from ids[1:]."
)
NEXT_ID = (
    "The last target of all is the first id, as np.roll brings it there: it is the "
    "next id of the text."
)
BY_ONE = (
    "The batches begin one place after another: each begins T places after the last."
)
ONE_NAMED = (
    "The KeyError of a dict knows of one character: gather all those of text that "
    "vocab lacks, and raise a KeyError of your own."
)
OTHER_KIND = (
    "A character that vocab lacks is refused by KeyError, and by no other exception: "
    "look for it first, and raise KeyError yourself."
)
SORTED_AGAIN = (
    "The vocabulary is sorted again: an id is the place in the list that was given, "
    "whatever order it has."
)
EMPTY = (
    "np.array of an empty list is float64: say dtype=np.int64, and it holds integers."
)
NO_LAST = "The last batch is missing: the loop must make (n - 1) // (N T) of them."
LAST_TARGET = (
    "The last target needs one more id than the inputs: there are (n - 1) // (N T) "
    "batches, not n // (N T)."
)
OVERLAP = "The last batch reads into the next row: drop what a row has left over."
IN_EACH_ROW = (
    "Each row loses one character to the shift by one: shift in the whole text, so cut "
    "the rows of targets from ids[1:]."
)
DEALT = (
    "The characters are dealt out to the rows in turn: a row is one piece of the text, "
    "as reshape(N, -1) cuts it, without .T."
)
AT_ONCE = (
    "`return` ends the function at the first batch: `yield` hands out one batch after "
    "another."
)


@exercise("13.4")
def test_banana(student: Student) -> None:
    """vocabulary, encode and decode give the example of handout section 4.1."""
    vocab = student.vocabulary("banana")
    must = f"the vocabulary must be the list of a, b, n, found {vocab!r}"
    require(isinstance(vocab, list) and vocab == ["a", "b", "n"], must)

    ids = student.encode("nab", ["a", "b", "n"])
    is_list = isinstance(ids, list)
    require(not is_list, "encode must return an array, found a list", cause=A_LIST)
    codes = np.array([ord(each) for each in "nab"])
    wrong = {"ids:codes": (ID_OF, codes), "ids:from-a": (ID_OF, codes - codes.min())}
    close(ids, [2, 0, 1], "the ids of nab", clues=Clues(suspects=wrong))

    empty = student.encode("", ["a", "b", "n"])
    kind = empty.dtype if isinstance(empty, np.ndarray) else "no array"
    is_whole = isinstance(empty, np.ndarray) and empty.dtype.kind in "iu"
    cause = EMPTY if str(kind) == "float64" else ""
    must = f"the ids of an empty text must be an array of integers, found {kind}"
    require(is_whole, must, cause=cause)

    text = student.decode(np.array([1, 0, 2, 0]), ["a", "b", "n"])
    require(text == "bana", f"1, 0, 2, 0 must be bana again, found {text!r}")


@exercise("13.4")
def test_drawn_text_comes_back(student: Student, rng: Rng) -> None:
    """A drawn text comes back unchanged from encode and decode, newlines too."""
    text = "".join(rng.choice(list("\n ,abcxyzAZ"), size=30))

    vocab = student.vocabulary(text)
    held = set(map(str, vocab)) if isinstance(vocab, list) else set(text)
    lacking = sorted(set(text) - held)
    must = "the vocabulary must hold every character of the text, found that it lacks "
    require(not lacking, f"{must}{', '.join(map(repr, lacking))}")
    is_sorted = isinstance(vocab, list) and vocab == sorted(set(text))
    require(is_sorted, "the vocabulary must be a list, sorted, each once")
    given = sorted(set(text))[::-1]  # any order is legal
    ids = student.encode(text, list(given))
    right = np.array([given.index(each) for each in text])
    suspects = {"ids:sorted": (SORTED_AGAIN, len(given) - 1 - right)}
    close(ids, right, "what encode gives", clues=Clues(suspects=suspects))
    back = student.decode(ids, list(given))

    require(back == text, f"it must come back as {text!r}, found {back!r}")


@exercise("13.4")
def test_unknown_characters_are_named(student: Student) -> None:
    """For unknown characters encode raises a KeyError that names all of them."""
    told = support(student, "kit", KIT).refused(student, "naß €b", ["a", "b", "n"])

    said, kind, *kinds = told if isinstance(told, list) and told else ["", "nothing"]
    must = "encode must raise KeyError for a character that vocab lacks, found "
    is_key_error = "KeyError" in {kind, *kinds}
    require(is_key_error, f"{must}{kind}.", cause=OTHER_KIND if kinds else "")
    named = [each for each in "ß€" if each in str(said)]
    found = ", ".join(named) or "none of them"
    cause = ONE_NAMED if named == ["ß"] else ""
    must = f"the KeyError must name ß and €, found {found}"
    require(len(named) == 2, must, cause=cause)


@exercise("13.5")
def test_batches_of_fourteen(student: Student) -> None:
    """next_character_batches cuts 14 ids as in handout section 4.2."""
    pairs = batches(student, np.arange(14), 2, 3)

    far = [int(inputs[1, 0] - inputs[0, 0]) >= 6 for inputs, _ in pairs]
    cause = NO_LAST if far == [True] else ""
    require(len(pairs) == 2, f"there must be 2 batches, found {len(pairs)}", cause)
    for number, (inputs, targets) in enumerate(pairs, start=1):
        must = f"a row of inputs must go on by 1 each time, found {inputs.tolist()}"
        is_dealt = (np.diff(inputs, axis=1) == 2).all() and inputs[1, 0] == 1
        cause = DEALT if is_dealt else ALONG
        require((np.diff(inputs, axis=1) == 1).all(), must, cause=cause)
        suspects = {
            "targets:same": (SHIFTED, inputs),
            "targets:back": (BACK, inputs - 1),
            "targets:round": (ROUND, np.roll(inputs, -1, axis=1)),
            "targets:row": (ROUND, inputs + 1 - 6 * (np.arange(3) == 2)),
            "targets:next": (NEXT_ID, np.where(inputs == 11, 0, inputs + 1)),
        }
        name = f"the targets of batch {number}"
        close(targets, inputs + 1, name, clues=Clues(suspects=suspects))
    first, second = (inputs for inputs, _ in pairs)
    clues = Clues(cause=of_rows(second[:, 0], first[:, -1] + 1))
    name = "the first column of batch 2"
    close(second[:, 0], first[:, -1] + 1, name, clues=clues)
    read = np.concatenate([first, second]).ravel()
    must = "no two rows may read the same characters"
    require(len(set(read.tolist())) == 12, must)
    require_last_target(student)


@exercise("13.5")
def test_batches_of_a_drawn_text(student: Student, rng: Rng) -> None:
    """next_character_batches makes 6 batches of 97 ids, in rows that go on."""
    ids = rng.permutation(97)
    after = dict(zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True))

    pairs = batches(student, ids.copy(), 3, 5)

    require(len(pairs) == 6, f"96 // 15 = 6 batches, found {len(pairs)}")
    inputs = np.concatenate([each for each, _ in pairs], axis=1)
    targets = np.concatenate([each for _, each in pairs], axis=1)
    came = np.array([[after.get(int(i), -1) for i in row] for row in inputs])
    within = np.arange(29) % 5 != 4  # the last step of a batch has its own check below
    are_rows = (inputs[:, 1:] == came[:, :-1])[:, within].all()
    must = "the inputs of a row must stand as they do in the text"
    require(are_rows, must, cause=ALONG)
    suspects = {"targets:same": (SHIFTED, inputs)}
    close(targets, came, "the targets", clues=Clues(suspects=suspects))
    clues = Clues(cause=of_rows(inputs[:, 5], targets[:, 4]))
    close(inputs[:, 1:], targets[:, :-1], "what the rows read", clues=clues)


def require_last_target(student: Student) -> None:
    """Check that 12 ids make one batch of 6: the last input has no target."""
    kind = support(student, "kit", KIT).stopped(student, np.arange(12), 2, 3)
    must = f"12 ids must give 1 batch of 2 rows of 3, found {kind}."
    require(not kind, must, cause=LAST_TARGET)
    pairs = batches(student, np.arange(12), 2, 3)
    must = f"12 ids must give 1 batch of 2 rows of 3, found {len(pairs)}"
    read = np.array([inputs for inputs, _ in pairs]).ravel().tolist()
    cause = OVERLAP if len(set(read)) < len(read) else LAST_TARGET
    require(len(pairs) == 1, must, cause=cause if pairs else "")


def batches(student: Student, ids: Ids, n: int, t: int) -> list[tuple[Ids, Ids]]:
    """Return all pairs of inputs and targets, once they are arrays of one form."""
    found = support(student, "kit", KIT).batches(student, ids, n, t)
    must = "next_character_batches must yield each batch, but it returned one."
    require(found != "one pair", must, cause=AT_ONCE)
    must = "a batch must stay what it is when the next one is made."
    require(found != "written over", must, cause=WRITTEN_OVER)
    pairs = found if isinstance(found, list) else []
    fits = [isinstance(each, list) and len(each) == 2 for each in pairs]
    require(all(fits), "each batch must be a pair, inputs and targets")
    for number, two in enumerate(pairs, start=1):
        for name, array in zip(("inputs", "targets"), two, strict=True):
            must = f"the {name} of batch {number} must be an array of whole numbers"
            is_kind = isinstance(array, np.ndarray) and array.dtype.kind in "iu"
            require(is_kind, must)
    require_steps(pairs, n, t)
    for number, two in enumerate(pairs, start=1):
        shapes = [np.shape(array) for array in two]
        are_short = [len(s) == 2 and s[0] == n and s[1] < t for s in shapes]
        is_last = number > 1 and np.shape(pairs[0][0]) == (n, t)
        is_owed = number <= (len(ids) - 1) // (n * t)  # a left-over is behind these
        is_by_one = shapes == [(n, t - 1)] * 2
        short = "" if is_owed else SHORT
        short = IN_EACH_ROW if is_owed and is_by_one else short
        cause = short if is_last and all(are_short) else ""
        cause = CUT_OFF if are_short == [False, True] else cause
        for name, shape in zip(("inputs", "targets"), shapes, strict=True):
            must = f"the {name} of batch {number} must have shape ({n}, {t}), found "
            require(shape == (n, t), f"{must}{shape}", cause=cause)
    return [(np.asarray(left, np.int64), np.asarray(right)) for left, right in pairs]


def require_steps(pairs: list[list[Array]], n: int, t: int) -> None:
    """Check that the second batch does not begin one place after the first."""
    if [np.shape(inputs) for inputs, _ in pairs[:2]] != [(n, t), (n, t)]:
        return
    (first, _), (second, _) = pairs[:2]
    must = f"batch 2 begins 1 after batch 1, and must begin T after, which is {t} here."
    is_one = np.array_equal(first[:, 1:], second[:, :-1])
    require(not is_one, must, cause=BY_ONE)


def of_rows(begin: Ids, right: Ids) -> str:
    """Return why the rows of a batch do not begin where they must."""
    others = [set(right.tolist()) - {end} for end in right.tolist()]
    goes_on = [b in rest for b, rest in zip(begin.tolist(), others, strict=True)]
    return ROWS if any(goes_on) else IN_TURN
