"""What several calls in one message show of the arguments that they share."""

import numpy as np
import pytest

from grader.checks import in_turn
from grader.errors import ProtocolViolation
from grader.sandbox.messages import Ref, Returned
from grader.sandbox.session import Module
from tests.sandbox.peers import Play, play
from tests.sandbox.threads import local

__all__ = ["local", "play"]

SOURCE = """
import numpy as np

class Moves:
    def in_place(self, params, grads):
        for key, grad in grads.items():
            params[key] -= grad
        return len(params)

    def rebinds(self, params, grads):
        params["W"] = params["W"] - grads["W"]

    def deletes(self, params, grads):
        del params["W"]

    def nested(self, params, grads):
        params["all"][0][0][...] += grads

    def keeps(self, params, grads):
        params["self"] = self
"""


@pytest.fixture(params=["local", "walled_submission"])
def student(request: pytest.FixtureRequest) -> Module:
    """The source in a thread, and in a process behind walls."""
    module: Module = request.getfixturevalue(request.param)(SOURCE)
    return module


@pytest.mark.parametrize("name", ["in_place", "rebinds"])
def test_a_snapshot_shows_each_step(student: Module, name: str) -> None:
    """An array that later steps overwrite is shown as it was."""
    params = {"W": np.array([5.0, 7.0])}
    grads = [{"W": np.array([1.0, 0.5])}, {"W": np.array([2.0, 0.25])}]

    seen = in_turn(getattr(student.Moves(), name), params, each=grads, snapshots=True)

    assert [[4.0, 6.5], [2.0, 6.25]] == [after["W"].tolist() for _, after in seen]
    assert [2.0, 6.25] == params["W"].tolist()


def test_a_snapshot_comes_with_what_the_call_gave(student: Module) -> None:
    """And with one copy for each shared argument."""
    params = {"W": np.zeros(2), "b": np.ones(1)}

    seen = in_turn(student.Moves().in_place, params, each=[{}], snapshots=True)

    assert [2, {"W", "b"}] == [seen[0][0], set(seen[0][1])]
    assert 2 == len(seen[0])


def test_a_snapshot_shows_a_key_that_went(student: Module) -> None:
    """The dict as it was, and as it is handed back."""
    params = {"W": np.zeros(2), "b": np.ones(1)}

    seen = in_turn(student.Moves().deletes, params, each=[{}], snapshots=True)

    assert {"b"} == set(seen[0][1])
    assert {"b"} == set(params)


def test_a_snapshot_reaches_into_lists_and_tuples(student: Module) -> None:
    """An array is copied wherever it stands."""
    params = {"all": [(np.zeros(1),)]}

    seen = in_turn(student.Moves().nested, params, each=[1.0, 1.0], snapshots=True)

    assert [1.0, 2.0] == [after["all"][0][0].item() for _, after in seen]


def test_a_snapshot_leaves_objects_where_they_are(student: Module) -> None:
    """What is no container comes as a handle, as any value does."""
    seen = in_turn(student.Moves().keeps, {}, each=[None], snapshots=True)

    assert 3 == seen[0][1]["self"].in_place({"a": 1, "b": 2, "c": 3}, {})


@pytest.mark.parametrize(
    "values",
    [7, [], [[1, {}], 7], [[1, {}], [1]], [[1, {}], (1, {})], [[1, {}, {}]] * 2],
    ids=["number", "count", "plain", "short", "tuple", "long"],
)
def test_snapshots_of_another_form_are_refused(play: Play, values: object) -> None:
    """A suite takes them apart without a look."""
    update = play(Returned(Ref(1, "function")), Returned(values)).update

    with pytest.raises(ProtocolViolation) as caught:
        in_turn(update, {}, each=[{}, {}], snapshots=True)

    assert str(caught.value) == (
        "a reply to several calls had the wrong form; only the return value of a "
        "function may reach the grader"
    )


def test_without_snapshots_a_reply_is_not_taken_apart(play: Play) -> None:
    """Each value is what a call gave, whatever that is."""
    update = play(Returned(Ref(1, "function")), Returned([7, None])).update

    assert [7, None] == in_turn(update, {}, each=[{}, {}])
