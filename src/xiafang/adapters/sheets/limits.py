"""How much of a file is read at most; whoever sends more hears so at once."""

MOST_BYTES = 400 * 2**20  # of one part, unpacked
MOST_STRING_BYTES = 64 * 2**20  # of the table of strings, which is held in memory
MOST_STRINGS = 1_000_000
MOST_PARTS = 2_000
MOST_RATIO = 250  # unpacked to packed; honest sheets stay below 100
SMALL = 20 * 2**20  # what is not larger unpacked may be packed as tightly as it likes
MOST_COLUMNS = 500
MOST_ROWS = 1_000_000
MOST_CELLS = 8_000_000
LONGEST_TEXT = 100_000  # Excel itself stops at 32,767
LONGEST_TOKEN = 4 * 2**20  # bytes of markup without any sense made of them
MOST_MERGES = 200_000
