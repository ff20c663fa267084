"""By what rule keys were chosen that are not those that must be."""

from collections.abc import Callable, Collection, Iterator, Mapping

from grader.errors import Finding

SHOWN = 3  # keys in a sentence
MATRIX = 2  # axes


def explain_members(
    found: Collection[str],
    right: Collection[str],
    order: Collection[str],
    axes: Mapping[str, int],
) -> tuple[Finding, ...]:
    """Return by what rule keys were chosen.

    Args:
        found: the keys that were chosen.
        right: those that must be.
        order: all keys there are, in the order in which they are looked at.
        axes: how many axes the array of each key has, {} where that is the same.
    """
    chosen, wanted = set(found), set(right)
    if chosen == wanted:
        return ()
    for code, rule, test in _rules(wanted, axes) if chosen else ():
        if {key for key in order if test(key)} == chosen:
            text = f"It takes {rule}, and no others: {_difference(chosen, wanted)}."
            return (Finding(f"members:{code}", text),)
    return tuple(_plain(chosen, [key for key in order if key in wanted]))


def _rules(
    right: set[str], axes: Mapping[str, int]
) -> Iterator[tuple[str, str, Callable[[str], bool]]]:
    """Yield rules by which a key may be chosen: code, words, and the rule itself."""
    yield "all", "all keys", lambda _: True
    if axes:
        said = "arrays of two axes and more, whatever their key is"
        yield "axes", said, lambda key: axes[key] >= MATRIX
    ends = dict.fromkeys(end for key in sorted(right) for end in _ends(key))
    for end in ends:
        yield f"ends:{end}", f'keys that end in "{end}"', _ending(end)
        yield f"has:{end}", f'keys that have "{end}" somewhere', _having(end)
        yield f"starts:{end}", f'keys that start with "{end}"', _starting(end)
        yield f"is:{end}", f'keys that are "{end}"', end.__eq__
        said = f'keys with "{end}" in front of their first dot'
        yield f"first:{end}", said, _parting(end, 0)
        said = f'keys with "{end}" behind their first dot'
        yield f"second:{end}", said, _parting(end, 1)


def _ends(key: str) -> Iterator[str]:
    """Yield ".W" and "W" of "12.W"."""
    place = key.rfind(".")
    if place >= 0:
        yield key[place:]
    yield key[place + 1 :]


def _ending(end: str) -> Callable[[str], bool]:
    return lambda key: key.endswith(end)


def _having(part: str) -> Callable[[str], bool]:
    return lambda key: part in key


def _starting(start: str) -> Callable[[str], bool]:
    return lambda key: key.startswith(start)


def _parting(name: str, place: int) -> Callable[[str], bool]:
    return lambda key: [*key.split("."), "", ""][place] == name


def _difference(chosen: set[str], right: set[str]) -> str:
    """Return which keys are too many, and which are missing."""
    said = []
    if chosen - right:
        said.append(f"{_listed(chosen - right)} must not be")
    if right - chosen:
        said.append(f"{_listed(right - chosen)} must be as well")
    return ", and ".join(said)


def _plain(chosen: set[str], right: list[str]) -> Iterator[Finding]:
    """Yield what can be said where no rule is found."""
    if not chosen:
        text = "No key is taken: what keeps all of them out?"
        yield Finding("members:none", text)
    elif chosen == set(right[: len(chosen)]):
        text = f"Only the first of them, {_listed(chosen)}, is taken"
        if len(chosen) > 1:
            text = f"Only the first of them, {_listed(chosen)}, are taken"
        yield Finding("members:first", f"{text}: what keeps the others out?")
    elif chosen == set(right[-len(chosen) :]):
        text = f"Only the last, {_listed(chosen)}, is taken"
        if len(chosen) > 1:
            text = f"Only the last, {_listed(chosen)}, are taken"
        yield Finding("members:last", f"{text}: what keeps the others out?")
    else:
        keys = ",".join(sorted(chosen ^ set(right)))
        text = f"Other keys are taken: {_difference(chosen, set(right))}."
        yield Finding(f"members:{keys}", text)


def _listed(keys: Collection[str]) -> str:
    quoted = [f'"{key}"' for key in sorted(keys)]
    shown, more = quoted[:SHOWN], len(quoted) - SHOWN
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if shown[1:] else shown[0]


def explain_names(found: Collection[str], right: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with names such as "3.W", a place and a name.

    Args:
        found: the keys that there are.
        right: those that there must be.
    """
    have, want = set(found), set(right)
    if have == want:
        return
    ends = {_kind(key) for key in want} - {_kind(key) for key in have}
    if sorted(map(_kind, have)) == sorted(map(_kind, want)):
        text = "The names are right, and their numbers are not: count every place from "
        yield Finding("names:numbers", f"{text}0, also those that have no name.")
    elif have < want and ends:
        text = f"{_listed(ends)} never comes: take whatever names there are, and not "
        yield Finding("names:some", f"{text}those that you know.")
    elif have < want:
        yield Finding("names:missing", f"{_listed(want - have)} must be there as well.")
    elif want < have:
        yield Finding("names:more", f"{_listed(have - want)} must not be there.")
    else:
        text = f"{_listed(have - want)} stands where {_listed(want - have)} belongs."
        yield Finding(f"names:{','.join(sorted(have - want))}", text)


def _kind(key: str) -> str:
    """Return a key without its numbers: "W" of "1.12.W"."""
    return ".".join(part for part in key.split(".") if not part.isdigit())
