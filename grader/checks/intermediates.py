"""The first wrong array on the way back, where the code names it as the handout does.

This is advice and no verdict: it is asked for where a gradient is wrong already. It
is given only where forward computes what the chain says, and where the same array
is the first wrong one on other inputs too.
"""

import dataclasses
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np

from grader.checks.measuring import Asked, Measured, flat
from grader.checks.named_arrays import Named, Verdict, judged
from grader.checks.passes import Passes, Setting, run
from grader.errors import StudentError
from grader.numerics import chains, differences
from grader.numerics.closeness import GRADIENT_RTOL, Array, difference
from grader.numerics.diagnosis.wrong import and_of
from grader.sandbox.recipes import recorded
from grader.sandbox.recording import plain

ELSEWHERE_SEED = 2  # the other inputs need not be secret: they are never shown
STEP_ASIDE = 0.5  # how far the other inputs lie from the check's own, about
AS_NAMED = "Of the arrays you named as the handout does, "


class Walk(msgspec.Struct, frozen=True):
    """How far the named arrays are right, from the output to the input.

    Attributes:
        right: those that are, in order.
        wrong: the first one that is not, None where all are right.
    """

    right: list[Verdict]
    wrong: Verdict | None

    @property
    def ends(self) -> list[str]:
        """The names that were met, the wrong one last and marked so."""
        names = [verdict.name for verdict in self.right]
        return [*names, f"wrong: {self.wrong.name}" if self.wrong else ""]


def first_wrong(measured: Measured) -> str:
    """Return the sentence about the first wrong intermediate, "" to say nothing.

    Args:
        measured: a gradient that is wrong.
    """
    asked = measured.asked
    if asked.clues.chain is None:
        return ""
    try:
        walk = _walk(asked, asked.given, measured.seen)
        if walk is None or not (walk.right or _is_wrong_at_an_input(measured)):
            return ""
        given = _elsewhere(asked.given)
        again = _walk(asked, given, run(asked.layer, given))
    except StudentError:
        return ""  # an extra question: what it does with it is not judged
    is_confirmed = again is not None and again.ends == walk.ends
    return _sentence(walk) if is_confirmed else ""


def _is_wrong_at_an_input(measured: Measured) -> bool:
    """Whether what passes on is wrong: a parameter's gradient may be so by itself."""
    problem = measured.problem
    inputs = {
        name: problem.leaves[name]
        for name, leaf in measured.leaves.items()
        if isinstance(leaf.place, int)
    }
    at_inputs = dataclasses.replace(problem, leaves=inputs)
    return differences.first_wrong_leaf(at_inputs) is not None


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
    )


def _walk(asked: Asked, given: Setting, seen: Passes) -> Walk | None:
    """Return how far the named arrays are right, None where it cannot be told."""
    laid = _laid(asked, given, seen)
    if laid is None:
        return None
    names = {plain(name) for link in laid.links for name in link.names}
    inputs = (*given.inputs.values(), *given.fixed), given.kwargs
    found = recorded(asked.layer, inputs, given.upstream, sorted(names))
    return _ended(_judged(laid, found))


def _laid(asked: Asked, given: Setting, seen: Passes) -> chains.Laid | None:
    """Return the chain at the inputs, None where forward computes something else."""
    chain = asked.clues.chain
    if chain is None:
        return None
    arrays = {**seen.parameters, **given.inputs}
    at = {name: np.asarray(array, np.float64) for name, array in arrays.items()}
    try:
        laid = chains.lay(chain, at, flat(given.upstream))
    except Exception:  # noqa: BLE001 - params may lack a key, or have any shape
        return None
    outputs = flat(seen.outputs)
    is_same = laid.output.shape == outputs.shape
    if not is_same or difference(outputs, laid.output, GRADIENT_RTOL):
        return None
    return laid


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
    """Return the walk as far as its first wrong array, None if one is unknown.

    Another name than the handout's may well mean something else.
    """
    right: list[Verdict] = []
    for verdict in verdicts:
        if verdict.wrong:
            return Walk(right, verdict)
        if verdict.is_unknown and verdict.is_main:
            return None
        if not verdict.is_unknown:
            right.append(verdict)
    return Walk(right, None) if right else None


def _sentence(walk: Walk) -> str:
    right = and_of([verdict.told for verdict in walk.right]) if walk.right else ""
    verb = "is" if len(walk.right) == 1 else "are"
    wrong = walk.wrong
    if wrong is None:
        named = f"{right}, which you named as the handout does,"
        return f"{named} {verb} right: the mistake is in other lines."
    if not right:
        return f"{AS_NAMED}{wrong.told} is the first that is wrong: {wrong.wrong}"
    is_first = f"{wrong.told} is the first that is not: {wrong.wrong}"
    return f"{AS_NAMED}{right} {verb} right and {is_first}"
