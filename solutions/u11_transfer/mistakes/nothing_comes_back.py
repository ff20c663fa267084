"""copy_parameters returns nothing

The list of the copied keys is what a caller can print, and compare.
"""

EXERCISE = "11.3"
READ = "handout 3.1"


def copy_parameters(
    source: Arrays, target: Arrays, keys: Iterable[str] | None = None
) -> list[str]:
    """Copy, and return the keys."""
    chosen = list(source if keys is None else keys)
    for key in chosen:
        for name, arrays in (("source", source), ("target", target)):
            if key not in arrays:
                msg = f"{name} has no parameter {key!r}"
                raise KeyError(msg)
        if source[key].shape != target[key].shape:
            shapes = f"{source[key].shape} in source, {target[key].shape} in target"
            msg = f"{key!r} has shape {shapes}"
            raise ValueError(msg)
    for key in chosen:
        target[key][...] = source[key]
    return None
