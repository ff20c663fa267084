"""Code with something of a loop, but none over the rows or columns of x, (N, D)."""

HEADER = """
import functools
import warnings
from dataclasses import dataclass
import numpy as np
"""

INNOCENT = {
    "cached_indices": """
@functools.lru_cache
def indices(n):
    return np.arange(n)

def cached_indices(x):
    return x[indices(len(x)), x.argmax(axis=1)]
""",
    "cache_by_shape": """
CACHE = {}

def cache_by_shape(x):
    if x.shape not in CACHE:
        CACHE[x.shape] = [n for n in range(len(x))]
    return x[CACHE[x.shape]]
""",
    "fixed_number_of_steps": """
def fixed_number_of_steps(x):
    total = 0
    for power in range(4):
        total = total + x**power
    return total
""",
    "four_parts": """
def four_parts(x):
    return np.concatenate([np.exp(part) for part in np.array_split(x, 4)])
""",
    "validation": """
def validation(x):
    params = {"W": np.ones((x.shape[1], 2)), "b": np.zeros(2)}
    for name in ("W", "b"):
        if params[name].ndim > 2:
            raise ValueError(f"{name} has shape {params[name].shape}")
    assert all(extent > 0 for extent in x.shape), x.shape
    assert np.isfinite(x).all() and isinstance(x, np.ndarray)
    return x @ params["W"] + params["b"]
""",
    "dataclass_of_arrays": """
@dataclass
class Cache:
    x: object
    scale: object = None

def dataclass_of_arrays(x):
    cache = Cache(x, x.std(axis=0))
    return cache.x / cache.scale
""",
    "printing": """
def printing(x):
    print("x", x, x.shape)
    print(f"{x!r} {x.mean():.3f}")
    print(np.arange(len(x)))
    return x * 2
""",
    "sum_of_floats": """
def sum_of_floats(x):
    return sum([float(x.sum()), x.mean().item(), 0.5])
""",
    "kept_history": """
HISTORY = []

def kept_history(x):
    HISTORY.append(x.copy())
    return HISTORY[-1]
""",
    "diagonal_of_flat": """
def diagonal_of_flat(x):
    square = x @ x.T
    np.fill_diagonal(square, 0)
    square.flat[:: len(square) + 1] += 1
    return square
""",
    "flat_filled": """
def flat_filled(x):
    out = np.zeros(x.shape)
    out.flat = 1
    return out + x.flat[0]
""",
    "shuffled_rows": """
def shuffled_rows(x):
    order = np.arange(len(x))
    np.random.default_rng(0).shuffle(order)
    return x[order]
""",
    "permutation": """
def permutation(x):
    mask = np.zeros(len(x))
    mask[:4] = 1
    np.random.shuffle(mask)
    return x[np.random.permutation(len(x))] * mask[:, None]
""",
    "dropout": """
def dropout(x):
    kept = np.random.default_rng(0).random(x.shape) < 0.5
    return x * kept / 0.5
""",
    "quiet_warnings": """
def quiet_warnings(x):
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore")
        return np.sqrt(x)
""",
    "asserted": """
def asserted(x):
    np.testing.assert_allclose(x, x)
    return x
""",
    "blocks": """
def blocks(x):
    both = np.block([[x, x], [x, x]])
    return np.hstack([both, np.c_[both, np.ones(len(both))]])
""",
    "quantiles": """
def quantiles(x):
    return np.percentile(x, [5, 50], axis=0) + np.median(x, axis=0)
""",
    "decomposition": """
def decomposition(x):
    return np.linalg.svd(x, full_matrices=False)[0] + np.linalg.norm(x)
""",
    "counted": """
def counted(x):
    return np.bincount(x.argmax(axis=1), minlength=5), np.histogram(x, bins=5)
""",
    "grouped": """
def grouped(x):
    out = np.zeros(x.shape[1])
    np.maximum.at(out, x.argmax(axis=1), x[:, 0])
    return np.logaddexp.reduce(x, axis=0) + out
""",
    "spectrum": """
def spectrum(x):
    return np.abs(np.fft.rfft(x, axis=0))
""",
}
