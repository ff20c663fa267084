"""Rules that need the Jacobian: which way from the outputs back was not taken."""

import itertools
from collections.abc import Iterator

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Flow
from grader.numerics.diagnosis.wrong import NOTHING, Wrong, near, norm
from grader.numerics.ratios import name_of

Findings = tuple[Finding, ...]
WHOLE = 1e-3  # how far a fitted weight may be from a whole number
REACHED = 1e-9  # a contribution below this share of the largest does not reach


def unused(wrong: Wrong) -> Findings:
    """Nothing depends on the leaf, and so its gradient must be zero."""
    if wrong.flow is None or np.abs(wrong.flow.jacobian).max(initial=0.0) > NOTHING:
        return ()
    text = (
        "It must be zero, for the output of your forward pass does not change with "
        "the array: look whether forward uses it."
    )
    return (Finding("unused", text),)


def upstream_ignored(wrong: Wrong) -> Findings:
    """The gradient for an upstream of ones."""
    flow = wrong.flow
    if flow is None or not wrong.equals(_back(wrong, flow, np.ones(_outputs(flow)))):
        return ()
    if _is_a_factor(wrong):
        return ()  # two readings: the rule for factors tells both
    name = next(iter(wrong.upstream())) if len(flow.upstream) == 1 else "dout"
    text = (
        f"It is the gradient for a {name} of ones: backward does not use the {name} "
        "that it is given."
    )
    return (Finding("dout:ignored", text),)


def _is_a_factor(wrong: Wrong) -> bool:
    """Whether dout is one number whose absence looks like another factor."""
    dout = wrong.constants().get(next(iter(wrong.upstream()), ""))
    scene = wrong.scene
    return dout is not None and bool(name_of(1 / dout, scene.sizes, scene.constants))


def output_ignored(wrong: Wrong) -> Findings:
    """The gradient without what comes in through one of the outputs."""
    flow = wrong.flow
    if flow is None or len(flow.upstream) == 1:
        return ()
    found = []
    for place, upstream in enumerate(flow.upstream):
        others = [np.zeros_like(d) if k == place else d for k, d in _numbered(flow)]
        if upstream.size and wrong.equals(_back(wrong, flow, _flat(others))):
            which = f"output {place + 1} of {len(flow.upstream)}"
            text = (
                f"The gradient that comes in through {which} is ignored: add what its "
                "upstream gradient brings."
            )
            if flow.names:
                text = f"{flow.names[place]} is ignored: add what it brings."
            found.append(Finding(f"dout{place}:ignored", text))
    return tuple(found)


def not_carried(wrong: Wrong) -> Findings:
    """Along an axis, each place gets only what its own output brings."""
    flow = wrong.flow
    if flow is None:
        return ()
    for axis, name in enumerate(wrong.scene.axes):
        ways = [places for places in flow.axes if name in places]
        if ways and any(wrong.equals(each) for each in _own(wrong, flow, axis, name)):
            return (Finding(f"carried:{name}", _not_carried_text(name)),)
    return ()


def _not_carried_text(name: str) -> str:
    if name == "T":
        return (
            "Each step gets only what its own output brings: the gradient is not "
            "carried back from one step to the one before (through time)."
        )
    return (
        f"Each {name} gets only what its own output brings: what passes from one "
        f"{name} to another (a mean, a sum, a normalization over {name}) is left out."
    )


def counted(wrong: Wrong) -> Findings:
    """Along an axis of the outputs, some places count and others do not."""
    flow = wrong.flow
    if flow is None:
        return ()
    for place, axes in enumerate(flow.axes):
        for some in _axes_together(flow.upstream[place].ndim):
            parts, rest = _parts(wrong, flow, place, some)
            weights = _weights(parts, wrong.analytic.reshape(-1) - rest)
            if weights is None or not wrong.equals(
                (weights @ parts + rest).reshape(wrong.analytic.shape)
            ):
                continue
            names = ", ".join(axes[i] if i < len(axes) else f"axis {i}" for i in some)
            return (_which_count(weights, parts, names),)
    return ()


def _which_count(weights: Array, parts: Array, names: str) -> Finding:
    dropped, kept = np.flatnonzero(weights == 0), np.flatnonzero(weights != 0)
    if (weights < 0).any():
        text = f"Some parts of the sum over {names} enter with the opposite sign."
        return Finding(f"counted:sign:{names}", text)
    if kept.size == 1 and kept[0] in {0, weights.size - 1}:
        which = "last" if kept[0] else "first"
        text = (
            f"Only the {which} {names} is counted: the contributions of all {names} "
            "must be added up."
        )
        return Finding(f"counted:{which}:{names}", text)
    if all(_overwritten(parts, each, kept.tolist()) for each in dropped.tolist()):
        text = (
            f"Where several {names} reach the same entry, only the last one counts: "
            "they overwrite each other and must be added up. An assignment or += "
            "with repeated indices keeps one of them; np.add.at keeps all."
        )
        return Finding(f"counted:overwritten:{names}", text)
    text = f"Only some {names} are counted: the contributions of all must be added up."
    return Finding(f"counted:some:{names}", text)


def _overwritten(parts: Array, dropped: int, kept: list[int]) -> bool:
    reached = np.abs(parts) > REACHED * np.abs(parts).max()
    later = [k for k in kept if k > dropped]
    if reached.all() or not later or (reached[kept].sum(axis=0) > 1).any():
        return False
    return bool((~reached[dropped] | reached[later].any(axis=0)).all())


def _weights(parts: Array, wanted: Array) -> Array | None:
    """Return weights in {-1, 0, 1}, not all 1, for a sum that is well determined."""
    count, size = parts.shape
    if not 1 < count < size or np.linalg.matrix_rank(parts) < count:
        return None
    fitted = np.linalg.lstsq(parts.T, wanted, rcond=None)[0]
    whole = np.round(fitted)
    if np.abs(fitted - whole).max() > WHOLE or np.abs(whole).max() > 1:
        return None
    return None if (whole == whole[0]).all() else whole


def _axes_together(ndim: int) -> Iterator[tuple[int, ...]]:
    for count in range(1, ndim):
        yield from itertools.combinations(range(ndim), count)


def _parts(
    wrong: Wrong, flow: Flow, place: int, axes: tuple[int, ...]
) -> tuple[Array, Array]:
    """Return what each index of some output axes brings, and what the others do."""
    upstream = flow.upstream[place]
    start = sum(d.size for d in flow.upstream[:place])
    rows = flow.jacobian[start : start + upstream.size] * upstream.reshape(-1, 1)
    gone = tuple(i for i in range(upstream.ndim) if i not in axes)
    shaped = rows.reshape(*upstream.shape, wrong.analytic.size).sum(axis=gone)
    parts = shaped.reshape(-1, wrong.analytic.size)
    return parts, wrong.numeric.reshape(-1) - parts.sum(axis=0)


def _own(wrong: Wrong, flow: Flow, axis: int, name: str) -> Iterator[Array]:
    """Yield the gradient along the own places; other outputs whole, or at the end."""
    for ends in (False, True):
        total = np.zeros(wrong.analytic.shape)
        start = 0
        for upstream, axes in zip(flow.upstream, flow.axes, strict=True):
            rows = flow.jacobian[start : start + upstream.size]
            start += upstream.size
            whole = rows.reshape(*upstream.shape, *wrong.analytic.shape)
            way = whole * upstream.reshape(upstream.shape + (1,) * total.ndim)
            total += _at_own(way, upstream.ndim, axes, (axis, name, ends))
        yield total


def _at_own(
    way: Array, ndim: int, axes: tuple[str, ...], where: tuple[int, str, bool]
) -> Array:
    axis, name, ends = where
    size = way.shape[ndim + axis]
    shape = [1] * way.ndim
    shape[ndim + axis] = size
    kept: Array = np.ones(size)
    if name in axes:
        shape[axes.index(name)] = size
        kept = np.eye(size) if way.shape[axes.index(name)] == size else np.zeros(0)
    elif ends:
        kept[:-1] = 0
    if not kept.size:
        return np.full(way.shape[ndim:], np.nan)
    return np.asarray((way * kept.reshape(shape)).sum(axis=tuple(range(ndim))))


def _back(wrong: Wrong, flow: Flow, upstream: Array) -> Array:
    return (upstream @ flow.jacobian).reshape(wrong.analytic.shape)


def _outputs(flow: Flow) -> int:
    return int(flow.jacobian.shape[0])


def _numbered(flow: Flow) -> Iterator[tuple[int, Array]]:
    yield from enumerate(flow.upstream)


def _flat(arrays: list[Array]) -> Array:
    return np.concatenate([array.reshape(-1) for array in arrays])


def is_consistent(wrong: Wrong) -> bool:
    """Whether the Jacobian belongs to the numeric gradient, as the rules assume."""
    flow = wrong.flow
    if flow is None or _outputs(flow) != sum(d.size for d in flow.upstream):
        return False
    back = _back(wrong, flow, _flat(list(flow.upstream)))
    return near(back, wrong.numeric) or max(norm(back), norm(wrong.numeric)) <= NOTHING
