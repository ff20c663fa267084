"""vectorised: no loop over data, and the line and the dimension where there is one."""

import pytest

from grader.checks.vectorised import vectorised
from grader.errors import (
    CourseError,
    Finding,
    NameMissing,
    NotStarted,
    ProtocolViolation,
    StudentError,
    StudentException,
)
from grader.sandbox import fresh
from grader.sandbox.counting import count
from grader.sandbox.messages import Count, Value
from tests.checks.conftest import Start
from tests.checks.looping.flat import FLAT
from tests.checks.looping.flat import HEADER as FLAT_HEADER
from tests.checks.looping.innocent import HEADER as INNOCENT_HEADER
from tests.checks.looping.innocent import INNOCENT
from tests.checks.looping.layers import LAYERS
from tests.checks.looping.loops import HEADER, LOOPS
from tests.checks.looping.sly import HEADER as SLY_HEADER
from tests.checks.looping.sly import SLY
from tests.checks.looping.works import (
    SIZES,
    TRIAL,
    USUAL,
    affine,
    claimed,
    failure,
    forward_only,
    line_with,
    of,
    optimizer,
    pair,
    plain,
)
from tests.sandbox.threads import Local


@pytest.mark.parametrize("name", list(LOOPS))
def test_a_loop_over_rows_is_seen(local: Local, name: str) -> None:
    """In Python or in C, written out or hidden in a call."""
    module = local(HEADER + LOOPS[name])

    found = failure(of(getattr(module, name), "N D"), N=5, D=4)

    assert ["loops:N"] == [finding.code for finding in found.findings]


@pytest.mark.parametrize("name", list(SLY))
def test_a_loop_that_hides_is_seen(local: Local, name: str) -> None:
    """In code made while running, in a library, over an array made on the way."""
    module = local(SLY_HEADER + SLY[name])

    found = failure(of(getattr(module, name), "N D"), N=5, D=4)

    assert ["loops:N"] == [finding.code for finding in found.findings]


@pytest.mark.parametrize("name", list(INNOCENT))
def test_code_that_resembles_a_loop_passes(local: Local, name: str) -> None:
    """Caches, printing, validation, shuffling, loops of a fixed length."""
    module = local(INNOCENT_HEADER + INNOCENT[name])

    vectorised(of(getattr(module, name), "N D"), over={"N": 5, "D": 4})


@pytest.mark.parametrize("name", list(FLAT))
def test_code_without_a_loop_passes(local: Local, name: str) -> None:
    """In every dimension but T, over which a recurrent layer may loop."""
    axes, source = FLAT[name]
    module = local(FLAT_HEADER + source)
    module._session.begin_exercise("8.1", ("T",))
    over = {axis: USUAL[axis] for axis in axes.split()}

    vectorised(of(getattr(module, name), axes), over=over)


def test_there_are_as_many_as_promised() -> None:
    """At least 30 loops told from 18 without."""
    assert len(LOOPS) >= 30
    assert len(FLAT) >= 18


@pytest.mark.parametrize("name", ["Affine", "Keys"])
def test_a_vectorised_layer_passes(submission: Start, name: str) -> None:
    """A loop over the keys of params is no loop over data."""
    vectorised(affine(submission(LAYERS), name), over=SIZES)


def test_several_gradients_go_to_backward(local: Local) -> None:
    """One for each output."""
    vectorised(pair(local(LAYERS)), over={"N": 5})


def test_an_optimizer_may_loop_over_keys(submission: Start) -> None:
    """But not over the entries of a parameter."""
    vectorised(optimizer(submission(LAYERS), "Momentum"), over={"entries": 5})


def test_a_loop_over_entries_is_seen(submission: Start) -> None:
    """The loop over the keys around it is not the one that is named."""
    found = failure(optimizer(submission(LAYERS), "LoopingSGD"), entries=5)

    line = line_with("for i in range(g.size)")
    assert f"\n    {line} | for i in range(g.size):\n" in str(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LoopingAffine", 'rows = [row @ self.params["W"] + self.params["b"]'),
        ("LoopingBackward", "for n in range(len(dout)):"),
    ],
)
def test_both_passes_are_judged(local: Local, name: str, text: str) -> None:
    """The line of the loop is named, not the lines that it runs."""
    found = failure(affine(local(LAYERS), name), **SIZES)

    assert f"    {line_with(text)} | {text}" in str(found)


def test_a_mask_by_comprehension_is_seen(local: Local) -> None:
    """A loop inside brackets is a loop."""
    found = failure(plain(local(LAYERS), "LoopingReLU"), N=5, D=3)

    assert "loops:N" == found.findings[0].code


def test_each_dimension_is_judged_for_itself(local: Local) -> None:
    """A loop over features is not one over rows."""
    found = failure(forward_only(local(LAYERS), "LoopingNorm"), N=5, D=3)

    assert "loops:D" == found.findings[0].code


def test_a_loop_over_time_needs_leave(local: Local) -> None:
    """The manifest gives it, exercise by exercise."""
    module = local(LAYERS)
    build = of(module.recurrent, "N T D")

    assert "loops:T" == failure(build, N=5, T=3, D=4).findings[0].code
    module._session.begin_exercise("8.1", ("T",))
    vectorised(build, over={"N": 5, "T": 3, "D": 4})


@pytest.mark.parametrize("name", ["unseen", "unseen_and_back", "unprofiled"])
def test_stopping_the_count_is_a_failure(submission: Start, name: str) -> None:
    """Also where it is taken up again before the code returns."""
    found = failure(of(getattr(submission(LAYERS), name), "N D"), N=5, D=4)

    cause = "Your code switches off the grader's counting of steps."
    advice = "Remove the calls of sys.settrace and sys.setprofile."
    assert f"{cause} {advice}" == str(found)
    assert (Finding("counting:off", cause),) == found.findings


def test_code_that_wants_exactly_an_array_passes(local: Local) -> None:
    """The array that notes its uses passes for one."""
    vectorised(of(local(LAYERS).exact, "N D"), over={"N": 5, "D": 4})


def test_the_third_size_is_asked_for_only_where_something_grows(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code without a loop does not pay for it."""
    module = local(FLAT_HEADER + FLAT["doubling_strides"][1] + FLAT["softmax"][1])
    asked: list[int] = []

    def spy(request: Count, *means: Value) -> Value:
        asked.append(len(request.trials))
        return count(request, *means)

    monkeypatch.setattr(fresh, "count", spy)
    vectorised(of(module.softmax, "N D"), over={"N": 5, "D": 4})
    vectorised(of(module.doubling_strides, "N D"), over={"N": 5, "D": 4})

    assert [3, 3, 1] == asked


def test_a_logarithm_does_not_hide_a_loop(local: Local) -> None:
    """Steps may flatten while operations go on growing."""
    source = FLAT_HEADER + FLAT["doubling_strides"][1]
    source += "\ndef both(x):\n    return sum(doubling_strides(x))\n"
    found = failure(of(local(source).both, "N D"), N=5, D=4)

    last = len(source.splitlines())
    assert str(found).startswith("Your code takes its arrays apart along N: each 1 ")
    assert f"\n\n    {last} | return sum(doubling_strides(x))\n\n" in str(found)


def test_nothing_is_left_in_the_module(submission: Start) -> None:
    """Code that keeps arrays would hand a later check arrays that note their uses."""
    source = "KEPT = []\n\ndef keep(x):\n    KEPT.append(x)\n    return x * 2\n"
    module = submission(source)

    vectorised(of(module.keep, "N D"), over={"N": 5, "D": 4})

    assert [] == module.KEPT


def test_what_an_import_prints_is_not_printed_again(walled: Start) -> None:
    """A student sees it once, and not once more for every count."""
    module = walled("print('loaded')\n\ndef double(x):\n    return x * 2\n")

    vectorised(of(module.double, "N D"), over={"N": 5, "D": 4})

    assert "loaded\n" == module._session.take_output()


@pytest.mark.parametrize("name", ["recurrent", "broken", "unseen"])
def test_nothing_is_left_of_the_count(submission: Start, name: str) -> None:
    """No tracer, no profile, no function of NumPy's: the next check runs at speed."""
    module = submission(LAYERS)
    before = module.state()

    with pytest.raises(StudentError):
        vectorised(of(getattr(module, name), "N T D"), over={"N": 5, "T": 3, "D": 1})

    assert before == module.state()


def test_what_the_code_raises_is_raised(submission: Start) -> None:
    """As from any other call, with its line."""
    with pytest.raises(StudentException) as caught:
        vectorised(of(submission(LAYERS).broken, "N D"), over={"N": 5, "D": 1})

    assert "ValueError" == caught.value.kind
    assert line_with("return x.reshape(7, -1)") == caught.value.line


def test_a_hole_is_not_started(submission: Start) -> None:
    """It is not a wrong answer."""
    with pytest.raises(NotStarted, match=r"^8\.1 recurrent$"):
        vectorised(of(submission(LAYERS).hole, "N D"), over={"N": 5, "D": 1})


def test_a_missing_pass_is_missing(local: Local) -> None:
    """A layer without backward cannot be counted backwards."""
    with pytest.raises(NameMissing, match="backward"):
        vectorised(plain(local(LAYERS), "LoopingNorm"), over={"N": 5, "D": 3})


def test_a_check_without_a_dimension_is_the_authors(local: Local) -> None:
    """It could never fail."""
    module = local(LAYERS)
    module._session.begin_exercise("8.1", ("N", "D"))

    with pytest.raises(CourseError) as caught:
        vectorised(of(module.exact, "N D"), over={"N": 5, "D": 4})

    assert str(caught.value) == (
        "vectorised: expected a dimension that the exercise may not loop over, found "
        "only N, D; remove the check or a dimension of may_loop_over."
    )


@pytest.mark.parametrize(
    "claim",
    [
        None,
        ([TRIAL], [], 0.0),
        ([TRIAL, TRIAL], [(3, 4)], 0.0),
        ([TRIAL, ([(1, -5)], *TRIAL[1:])], [], 0.0),
        ([TRIAL, ([(1, 1 << 60)], *TRIAL[1:])], [], 0.0),
        ([TRIAL, (*TRIAL[:3], [(1, "\x1b[31m")], False)], [], 0.0),
        ([TRIAL, TRIAL], [], "long"),
    ],
    ids=["none", "too few", "no text", "negative", "huge", "not a name", "no time"],
)
def test_a_forged_count_is_refused(
    local: Local, monkeypatch: pytest.MonkeyPatch, claim: Value
) -> None:
    """Counts are claims, and the judge computes with them."""
    claimed(monkeypatch, claim)

    with pytest.raises(ProtocolViolation, match="a reply to a count had the wrong"):
        vectorised(of(local(LAYERS).exact, "N"), over={"N": 5})
