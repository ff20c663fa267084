"""Several calls and looks in one message: in turn, and as far as the first error."""

import numpy as np
import pytest

from grader.checks import live, quiet, resident
from grader.errors import (
    BadOutput,
    CheckFailed,
    CourseError,
    NameMissing,
    NotStarted,
    ProtocolViolation,
    StudentException,
)
from grader.sandbox.messages import Absent, Raised, Ref, Returned
from grader.sandbox.session import Module
from grader.sandbox.several import being, calling, looking, together
from tests.sandbox.peers import Play, play
from tests.sandbox.threads import local

__all__ = ["local", "play"]

SOURCE = """
import numpy as np

class Scale:
    def __init__(self, w):
        self.params = {"w": w}
        self.out = np.zeros(2)

    def forward(self, x, train=True):
        self.out *= 0
        self.out += self.params["w"] * x
        return self.out

    def spoil(self, x):
        x[...] = 0.0
        return x.sum()

    def rebind(self):
        self.params["w"] = self.params["w"] + 0.0

    def backward(self, dout):
        raise ValueError("no way back")

    def later(self):
        raise NotImplementedError("1.2")

    def hidden(self):
        return np.array([object()])

    def warns(self):
        return np.log(np.zeros(1))
"""
X = np.array([1.0, 3.0])


@pytest.fixture(params=["local", "walled_submission"])
def student(request: pytest.FixtureRequest) -> Module:
    """The source in a thread, and in a process behind walls."""
    module: Module = request.getfixturevalue(request.param)(SOURCE)
    return module


def test_answers_come_in_turn(student: Module) -> None:
    """Each as it was at once, though a later step writes into the same array."""
    layer = student.Scale(np.array([2.0, 2.0]))

    first, second, w = together(
        calling(layer, "forward", X, train=True),
        calling(layer, "forward", 10 * X),
        looking(layer, "params", "w"),
    )

    assert [[2.0, 6.0], [20.0, 60.0]] == [first.tolist(), second.tolist()]
    assert [2.0, 2.0] == w.tolist()


def test_arguments_are_left_alone(student: Module) -> None:
    """What a step does to its argument shows neither here nor in the next step."""
    layer, x = student.Scale(np.ones(2)), X.copy()

    together(calling(layer, "spoil", x), calling(layer, "spoil", x))
    _, out = together(calling(layer, "spoil", x), calling(layer, "forward", x))

    assert X.tolist() == x.tolist() == out.tolist()


def test_objects_in_the_worker_are_reached(student: Module) -> None:
    """A resident array is one and the same in all of the steps, and can be edited."""
    w = resident(student, np.ones(2))
    layer = student.Scale(w)

    kept, out, _, other, found = together(
        being(layer, "params", "w", other=w),
        calling(layer, "forward", X),
        calling(w, "__setitem__", ..., np.array([5.0, 7.0])),
        being(layer, "out", other=w),
        looking(w),
    )

    assert [True, False] == [kept, other]
    assert [1.0, 3.0] == out.tolist()
    assert [5.0, 7.0] == found.tolist()


def test_a_new_array_is_another_object(student: Module) -> None:
    """Whatever is in it."""
    layer = student.Scale(np.ones(2))
    old = live(layer, "params", "w")

    before, _, after = together(
        being(layer, "params", "w", other=old),
        calling(layer, "rebind"),
        being(layer, "params", "w", other=old),
    )

    assert [True, False] == [before, after]


def test_an_error_waits_for_whoever_reads_on(student: Module) -> None:
    """What came before it is there; what was to come after it was not done."""
    layer = student.Scale(np.ones(2))

    answers = together(
        calling(layer, "forward", X),
        calling(layer, "backward", X),
        calling(layer, "forward", 10 * X),
    )

    assert X.tolist() == answers[0].tolist()
    for place in (1, 2):
        with pytest.raises(StudentException, match="no way back") as caught:
            _ = answers[place]
        assert "ValueError" == caught.value.kind
        assert 22 == caught.value.line
    with pytest.raises(StudentException):
        list(answers)
    assert X.tolist() == layer.out.tolist()


def test_each_kind_of_error_is_what_it_is_alone(student: Module) -> None:
    """Not started, a name that is not there, and a value that does not cross."""
    layer = student.Scale(np.ones(2))

    for asked, kind, text in (
        (calling(layer, "later"), NotStarted, "1.2"),
        (calling(layer, "nothing"), NameMissing, "Scale has no 'nothing'"),
        (looking(layer, "grads"), NameMissing, "Scale has no 'grads'"),
        (calling(layer, "hidden"), BadOutput, "found an array of dtype object"),
    ):
        with pytest.raises(kind, match=text):
            _ = together(asked)[0]


def test_a_look_may_be_optional(student: Module) -> None:
    """Then nothing is None, and the steps go on."""
    layer = student.Scale(np.ones(2))

    found, out = together(
        looking(layer, "grads", "w", optional=True), calling(layer, "forward", X)
    )

    assert found is None
    assert X.tolist() == out.tolist()


def test_warnings_are_heard(student: Module) -> None:
    """Inside `quiet`, as those of a single call are."""
    layer = student.Scale(np.ones(2))

    with pytest.raises(CheckFailed, match="divide by zero"), quiet(student):
        together(calling(layer, "forward", X), calling(layer, "warns"))


def test_calls_are_part_of_the_history(student: Module) -> None:
    """Whoever makes the object again makes these calls too."""
    layer = student.Scale(np.ones(2))

    together(calling(layer, "forward", X, train=True), looking(layer, "params"))

    history = layer._made.history
    assert [["forward"]] == [path for path, _, _ in history]
    assert [{"train": True}] == [kwargs for _, _, kwargs in history]


def test_a_check_that_asks_too_little_is_told(student: Module) -> None:
    """It is the suite's fault."""
    answers = together(looking(student.Scale(np.ones(2)), "params"))

    with pytest.raises(CourseError) as caught:
        _ = answers[1]

    assert "a check wants answer 1 of 1." == str(caught.value)


@pytest.mark.parametrize(
    "reply",
    [
        Returned(7),
        Returned([]),
        Returned([1, 2, 3]),
        Returned((1, 2)),
        Returned([1, 2, 3], failed=Absent("Scale", "grads")),
    ],
    ids=["number", "none", "long", "tuple", "longer than asked"],
)
def test_answers_of_another_form_are_refused(play: Play, reply: Returned) -> None:
    """A check takes them apart without a look."""
    layer = play(Returned(Ref(1, "function")), reply).update

    with pytest.raises(ProtocolViolation) as caught:
        together(looking(layer._owner, "a"), looking(layer._owner, "b"))

    assert str(caught.value) == (
        "a reply to several steps had the wrong form; only the return value of a "
        "function may reach the grader"
    )


def test_an_error_comes_with_the_answers_before_it(play: Play) -> None:
    """As the worker claims it."""
    failed = Raised("KeyError", ["KeyError"], "'w'", 3)
    layer = play(Returned(Ref(1, "function")), Returned([7.0], failed=failed)).update

    answers = together(looking(layer._owner, "a"), looking(layer._owner, "b"))

    assert 7.0 == answers[0]
    with pytest.raises(StudentException, match="'w'"):
        _ = answers[1]
