"""the numbers take a way through NumPy

np.asarray wants an array in the memory of the computer, and one on a GPU refuses.
"""

EXERCISE = "11.12"
READ = "handout 6.4"


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
        target[key][...] = np.asarray(source[key])
    return chosen
