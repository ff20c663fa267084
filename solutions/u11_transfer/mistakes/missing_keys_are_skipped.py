"""a key that one of the two lacks is passed over in silence

Whoever misspells a key then trains a layer that was never copied, and does not know.
"""

EXERCISE = "11.4"
READ = "handout 3.2"


def copy_parameters(
    source: Arrays, target: Arrays, keys: Iterable[str] | None = None
) -> list[str]:
    """Copy, and return the keys."""
    chosen = list(source if keys is None else keys)
    for key in chosen:
        for arrays in (source, target):
            if key not in arrays:
                return copy_parameters(source, target, _common(source, target, chosen))
        if source[key].shape != target[key].shape:
            shapes = f"{source[key].shape} in source, {target[key].shape} in target"
            msg = f"{key!r} has shape {shapes}"
            raise ValueError(msg)
    for key in chosen:
        target[key][...] = source[key]
    return chosen


def _common(source: Arrays, target: Arrays, keys: list[str]) -> list[str]:
    return [key for key in keys if key in source and key in target]
