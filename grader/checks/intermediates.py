"""The first wrong array on the way back, where the code names it as the handout does.

This is advice and no verdict: it is asked for where a gradient is wrong already. It
is given only where forward computes what the chain says, and where the same array
is the first wrong one on other inputs too.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from grader.checks.measuring import Measured, flat
from grader.checks.named_arrays import Named, State, Verdict, judged
from grader.checks.passes import Setting, as_outputs
from grader.errors import StudentError
from grader.numerics import chains
from grader.numerics.closeness import (
    GRADIENT_RTOL,
    Array,
    difference,
    gradient_outside,
)
from grader.numerics.diagnosis.codes import NAMED
from grader.numerics.diagnosis.wrong import and_of
from grader.sandbox.recipes import recorded
from grader.sandbox.recording import plain

ELSEWHERE_SEED = 2  # the other inputs need not be secret: they are never shown
STEP_ASIDE = 0.5  # how far the other inputs lie from the check's own, about
AS_NAMED = f"Of the arrays you {NAMED}, "


class Walk(msgspec.Struct, frozen=True):
    """How far the named arrays are right, from the output to the input.

    Attributes:
        right: those that are, in order.
        last: the first one that is not, None where all are right.
        earlier: those that hold what their name stands for nearer to the output.
    """

    right: list[Verdict]
    last: Verdict | None
    earlier: Sequence[Verdict] = ()

    @property
    def ends(self) -> list[tuple[str, State]]:
        """The names that were met, each with its state."""
        met = [*self.right, *self.earlier, *([self.last] if self.last else [])]
        return [(verdict.name, verdict.state) for verdict in met]


def first_wrong(measured: Measured) -> str:
    """Return the sentence about the first wrong intermediate, "" to say nothing.

    Args:
        measured: a gradient that is wrong.
    """
    try:
        walk = _walk(measured, measured.asked.given)
        if walk is None or not (walk.right or _is_wrong_at_an_input(measured)):
            return ""
        again = _walk(measured, _elsewhere(measured.asked.given))
    except StudentError:
        return ""  # an extra question: what it does with it is not judged
    is_confirmed = again is not None and again.ends == walk.ends
    return _sentence(walk) if is_confirmed else ""


def _is_wrong_at_an_input(measured: Measured) -> bool:
    """Whether what passes on is wrong: a parameter's gradient may be so by itself."""
    laid = _laid(measured, measured.asked.given)
    return laid is not None and any(
        gradient_outside(
            measured.problem.analytic[name],
            chains.expected_at_input(laid, leaf.key),
            chains.noise(laid),
        ).any()
        for name, leaf in measured.leaves.items()
        if isinstance(leaf.place, int)
    )


def _elsewhere(given: Setting) -> Setting:
    """Return other inputs of the same form."""
    rng = np.random.default_rng(ELSEWHERE_SEED)
    return Setting(
        {
            name: array + STEP_ASIDE * rng.standard_normal(array.shape)
            for name, array in given.inputs.items()
        },
        given.fixed,
        given.kwargs,
        tuple(
            np.asarray(each) + STEP_ASIDE * rng.standard_normal(np.shape(each))
            for each in given.upstream
        ),
        given.names,
    )


def _walk(measured: Measured, given: Setting) -> Walk | None:
    """Return how far the named arrays are right, None where it cannot be told."""
    asked = measured.asked
    laid = _laid(measured, given)
    if laid is None:
        return None
    names = {plain(name) for link in laid.links for name in link.names}
    inputs = (*given.inputs.values(), *given.fixed), given.kwargs
    outputs, found = recorded(asked.layer, inputs, given.upstream, sorted(names))
    out = flat(as_outputs(outputs, given))
    if laid.output.shape != out.shape or difference(out, laid.output, GRADIENT_RTOL):
        return None  # forward computes something else
    return _ended(_judged(laid, found))


def _laid(measured: Measured, given: Setting) -> chains.Laid | None:
    """Return the chain at some inputs, None where it does not fit the layer."""
    chain = measured.asked.clues.chain
    if chain is None:
        return None
    arrays = {**measured.seen.parameters, **given.inputs}
    at = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    try:
        return chains.lay(chain, at, flat(given.upstream))
    except Exception:  # noqa: BLE001 - params may lack a key, or have any shape
        return None


def _judged(laid: chains.Laid, found: Sequence[tuple[str, Array]]) -> Iterator[Verdict]:
    """Yield a verdict for each named array, in the order of the way back.

    What the way back needs as it is comes before all gradients.
    """
    count = len(laid.links)
    values = [n for n in range(count) if not laid.links[n].is_gradient]
    gradients = [n for n in reversed(range(count)) if laid.links[n].is_gradient]
    done: set[str] = set()
    for number in (*values, *gradients):
        for name in laid.links[number].names:
            held = [item for item in found if plain(item[0]) == plain(name)]
            if held and name not in done:
                done.add(name)
                named = Named(held[-1][0], [array for _, array in held])
                yield judged(laid, name, named)


def _ended(verdicts: Iterator[Verdict]) -> Walk | None:
    """Return the walk as far as its first array that is not right, if that is known."""
    right: list[Verdict] = []
    earlier: list[Verdict] = []
    for verdict in verdicts:
        match verdict.state:
            case State.RIGHT:
                right.append(verdict)
            case State.EARLIER:
                earlier.append(verdict)
            case State.WRONG | State.UNSUMMED:
                return Walk(right, verdict, earlier)
            case State.UNKNOWN:
                return None
    return Walk(right, None) if right else None


def _sentence(walk: Walk) -> str:
    right = and_of([verdict.told for verdict in walk.right]) if walk.right else ""
    verb = "is" if len(walk.right) == 1 else "are"
    last = walk.last
    if last is None:
        named = f"{right}, which you {NAMED},"
        return f"{named} {verb} right: the mistake is in other lines."
    if walk.earlier:
        return _after_earlier(walk, last)
    if last.state is State.UNSUMMED:
        once = f"{last.told} is right once it is summed to {last.why}."
        return AS_NAMED + (f"{right} {verb} right, and {once}" if right else once)
    if not right:
        return f"{AS_NAMED}{last.told} is the first that is wrong: {last.why}"
    is_first = f"{last.told} is the first that is not: {last.why}"
    return f"{AS_NAMED}{right} {verb} right and {is_first}"


def _after_earlier(walk: Walk, last: Verdict) -> str:
    """Return the sentence where an array may lack a line before the first wrong one."""
    right = and_of([verdict.told for verdict in walk.right]) if walk.right else ""
    earlier = and_of([verdict.told for verdict in walk.earlier])
    parts = (
        [f"{right} {'is' if len(walk.right) == 1 else 'are'} right"] if right else []
    )
    verb = "holds" if len(walk.earlier) == 1 else "hold"
    why = (
        f"right only once it is summed to {last.why}"
        if last.state is State.UNSUMMED
        else f"not right: {last.why.removesuffix('.')}"
    )
    parts += [f"{earlier} {verb} what comes earlier on the way back"]
    names = and_of([verdict.name for verdict in walk.earlier])
    return (
        f"{AS_NAMED}{', '.join(parts)}, and {last.told} is {why}. Is a slope or a "
        f"factor of {names} left out?"
    )
