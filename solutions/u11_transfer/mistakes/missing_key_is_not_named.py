"""the message of the KeyError does not say which key

Of forty keys, which one is misspelled? The message is the only one who knows.
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
                msg = f"{name} lacks a parameter"
                raise KeyError(msg)
        if source[key].shape != target[key].shape:
            shapes = f"{source[key].shape} in source, {target[key].shape} in target"
            msg = f"{key!r} has shape {shapes}"
            raise ValueError(msg)
    for key in chosen:
        target[key][...] = source[key]
    return chosen
