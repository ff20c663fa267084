"""How much of an upload is taken in; more is refused."""

MIB = 1024 * 1024

MAX_UPLOAD_MIB = 64
MAX_FILE_MIB = 20
MAX_TOTAL_MIB = 100
MAX_SOURCE_MIB = 1
MAX_MEMBERS = 10_000

# A file of zeros shrinks a thousandfold; only much of it at once is a bomb.
MAX_RATIO = 200
RATIO_COUNTS_FROM_MIB = 10
