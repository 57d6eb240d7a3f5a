"""Put many rows in order: pack keys, sort digit by digit, deal out, match, find repeats.

Nothing here settles; it is what the fold needs before it (docs/algorithms/bulk.md §2, §3).
"""

import numpy as np
import numpy.typing as npt

from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan.layout import Bits, Int

DIGIT_BITS = 11
"""A digit's counts fit a core's first cache."""
SECOND = 1_000_000
Parts = npt.NDArray[np.uint16]


@compiled
def are_whole_seconds(key: Int, least: int) -> bool:
    """Say whether a key in microseconds lies whole seconds after its smallest."""
    for row in range(key.shape[0]):
        counted = key[row] - least
        if counted - counted // SECOND * SECOND != 0:
            return False
    return True


@compiled
def pack(packed: Int, key: Int, least: int, seconds: bool, width: int) -> None:
    """Append a key of so many bits, counted from its smallest, to the packed ones."""
    for row in range(key.shape[0]):
        counted = key[row] - least
        if seconds:
            counted //= SECOND
        packed[row] = (packed[row] << width) | counted


@compiled
def sort_by_digit(
    keys: Int, rows: Int, keys_sorted: Int, rows_sorted: Int, shift: int, counts: Int
) -> None:
    """Sort keys, and the rows they belong to, by one digit; equal digits stay in order."""
    mask = (1 << DIGIT_BITS) - 1
    counts[:] = 0
    for place in range(keys.shape[0]):
        counts[(keys[place] >> shift) & mask] += 1
    before = 0
    for digit in range(counts.shape[0]):
        count = counts[digit]
        counts[digit] = before
        before += count
    for place in range(keys.shape[0]):
        digit = (keys[place] >> shift) & mask
        goes_to = counts[digit]
        counts[digit] = goes_to + 1
        keys_sorted[goes_to] = keys[place]
        rows_sorted[goes_to] = rows[place]


@compiled
def longest_run(keys: Int, shift: int) -> int:
    """Return the length of the longest run of sorted keys that are the same above `shift` bits."""
    longest = 0
    first = 0
    for place in range(keys.shape[0]):
        if (keys[place] >> shift) != (keys[first] >> shift):
            first = place
        longest = max(longest, place - first + 1)
    return longest


@compiled
def sort_by_insertion(keys: Int, rows: Int) -> None:
    """Sort keys, and the rows they belong to, where nothing has far to go; equal keys stay."""
    for place in range(1, keys.shape[0]):
        key, row = keys[place], rows[place]
        at = place
        while at > 0 and keys[at - 1] > key:
            keys[at] = keys[at - 1]
            rows[at] = rows[at - 1]
            at -= 1
        keys[at] = key
        rows[at] = row


@compiled
def mark_repeats(person: Int, numbers: Int, least: int, marked: Int) -> None:
    """Mark the rows whose person has another row with the same number.

    Rows of one person lie together; below zero nobody is known. Numbers below `least` are none.
    Every row is compared with every other of its person.
    """
    first = 0
    for row in range(person.shape[0]):
        if person[row] != person[first]:
            first = row
        if person[row] < 0 or numbers[row] < least:
            continue
        for other in range(first, row):
            if numbers[other] == numbers[row]:
                marked[other] = 1
                marked[row] = 1


@compiled
def deal(part: Parts, starts: Int, order: Int) -> None:
    """List the rows by part: those of part `p` become `order[starts[p]:starts[p + 1]]`.

    `starts` comes in with zeros. The rows of a part stay in order.
    """
    for row in range(part.shape[0]):
        starts[part[row] + 1] += 1
    for number in range(starts.shape[0] - 1):
        starts[number + 1] += starts[number]
    # Each start runs on to its end while rows are placed, and is set back from the one before.
    for row in range(part.shape[0]):
        order[starts[part[row]]] = row
        starts[part[row]] += 1
    for number in range(starts.shape[0] - 1, 0, -1):
        starts[number] = starts[number - 1]
    starts[0] = 0


@compiled
def place_of_key(key: int, keys: Bits, table: Int) -> int:
    """Return where a key stands in a table of hashes, or the empty place where it would."""
    mask = np.uint64(table.shape[0] - 1)
    place = key & mask
    while table[place] >= 0 and keys[table[place]] != key:
        place = (place + np.uint64(1)) & mask
    return np.int64(place)  # type: ignore[return-value]


@compiled
def fill_table(keys: Bits, table: Int) -> None:
    """Enter the rows of keys in a table; of several with one key the first.

    `table` comes in as −1s, a power of two of them and more than there are keys.
    """
    for row in range(keys.shape[0]):
        place = place_of_key(keys[row], keys, table)
        if table[place] < 0:
            table[place] = row


@compiled
def find_visits(of_lines: Bits, of_visits: Bits, table: Int, visit: Int) -> int:
    """Find the visit that may be each line's, by hash; return how many lines have none.

    `table` is what `fill_table` made. `visit` takes each line's visit, −1 for none.
    """
    lost = 0
    for line in range(of_lines.shape[0]):
        found = table[place_of_key(of_lines[line], of_visits, table)]
        visit[line] = found
        lost += int(found < 0)
    return lost
