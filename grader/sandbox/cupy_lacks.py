"""What NumPy offers and CuPy does not: read off CuPy 14.2 beside NumPy 2.4.

Both were imported side by side and compared name by name and signature by
signature; `tests/sandbox/test_device_rows.py` does so again where CuPy is installed.
"""


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


FUNCTIONS = words(
    "asmatrix block bmat busday_count busday_offset busdaycalendar bytes_ char "
    "character clongdouble complex256 core ctypeslib datetime64 datetime_as_string "
    "datetime_data dtypes einsum_path emath errstate f2py flexible float128 "
    "frompyfunc fromregex geomspace get_include getbufsize geterr geterrcall "
    "histogram_bin_edges info insert is_busday isnat little_endian longdouble ma "
    "matrix matvec memmap nanpercentile nanquantile ndenumerate nditer nested_iters "
    "object_ polyder polydiv polyint rec recarray record sctypeDict setbufsize "
    "seterr seterrcall show_runtime spacing str_ strings test timedelta64 typecodes "
    "vecmat void unstack vecdot False_ True_ ScalarType"
)
IN_LINALG = words(
    "diagonal matrix_norm multi_dot outer svdvals tensordot test trace vecdot "
    "vector_norm"
)
# Keyword arguments that CuPy's function of the same name does not take.
KEYWORDS = {
    name: words(keywords)
    for names, keywords in (
        ("all any mean nanmean", "where"),
        ("amax amin max min nanmax nanmin nanprod nansum prod sum", "initial where"),
        ("std var nanstd nanvar", "correction mean where"),
        ("argsort sort", "order stable"),
        ("argpartition partition", "kind order"),
        ("array", "like ndmax"),
        ("asanyarray asarray arange empty eye full ones zeros", "device like"),
        ("ascontiguousarray asfortranarray identity require tri", "like"),
        ("empty_like full_like linspace ones_like zeros_like astype", "device"),
        ("broadcast_arrays broadcast_to copy", "subok"),
        ("clip", "max min"),
        ("count_nonzero", "keepdims"),
        ("indices", "sparse"),
        ("isin", "kind"),
        ("lexsort trim_zeros", "axis"),
        ("percentile quantile", "weights"),
        ("take", "mode"),
        ("unique", "sorted"),
    )
    for name in names.split()
}
METHODS = words(
    "all any argmax argmin argpartition argsort astype byteswap choose clip compress "
    "conj conjugate copy cumprod cumsum diagonal dot fill flatten item max mean min "
    "nonzero partition prod put ravel repeat reshape round searchsorted sort squeeze "
    "std sum swapaxes take tobytes tolist trace transpose var view"
)  # those that it has
ATTRIBUTES = words(
    "T dtype imag itemsize mT nbytes ndim real shape size strides"
)  # likewise
# In place at indices, by dtype; the other functions cannot do it at all.
_NARROW = frozenset("iIfdLQ")
AT = {
    "add": _NARROW | {"e"},
    "subtract": frozenset("iI"),
    "maximum": _NARROW,
    "minimum": _NARROW,
    "bitwise_and": frozenset("ilqILQ"),
    "bitwise_or": frozenset("ilqILQ"),
    "bitwise_xor": frozenset("ilqILQ"),
}
METHODS_OF = {
    "reduce": frozenset({"add", "multiply"}),
    "accumulate": frozenset({"add", "multiply"}),
    "reduceat": frozenset({"add"}),
}  # by method, the elementwise functions that have it; all have `outer`
