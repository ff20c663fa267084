"""the message of the ValueError holds one shape only

Both are needed to see which of the two networks is the wrong one.
"""

EXERCISE = "11.4"
READ = "handout 3.2"


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
            msg = f"{key!r} must have shape {target[key].shape}"
            raise ValueError(msg)
    for key in chosen:
        target[key][...] = source[key]
    return chosen
