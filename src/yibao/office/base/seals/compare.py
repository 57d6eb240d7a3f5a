"""Compares the rows of a table with what a seal says they were, and seals with their chain."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from yibao.office.base.seals.flaw import ROWS_NAMED, Flaw

Leaves = Sequence[tuple[int, bytes]]
"""Key and hash of each row, in sealed order."""


@dataclass(frozen=True, slots=True)
class Link:
    """What of a seal makes it a link of the chain.

    `computed` is the digest that its content has; `digest` is the one that it carries.
    """

    number: int
    from_transaction: int
    until_transaction: int
    previous: bytes
    digest: bytes
    computed: bytes


def row_flaws(table: str, seal: int, sealed: Leaves, found: Leaves) -> list[Flaw]:
    """Return how `found` differs from `sealed`.

    >>> sealed = [(1, b"a"), (2, b"b"), (3, b"c")]
    >>> [f.kind for f in row_flaws("t", 9, sealed, [(1, b"a"), (3, b"x"), (4, b"d")])]
    ['row_removed', 'row_inserted', 'row_changed']
    >>> row_flaws("t", 9, sealed, [(1, b"a"), (3, b"c"), (2, b"b")])[0].kind
    'rows_reordered'
    """
    if list(sealed) == list(found):
        return []
    was, is_now = dict(sealed), dict(found)
    differences = (
        ("row_removed", [key for key in was if key not in is_now]),
        ("row_inserted", [key for key in is_now if key not in was]),
        ("row_changed", [key for key in was if key in is_now and was[key] != is_now[key]]),
    )
    flaws = [
        Flaw(kind, table, seal, tuple(keys[:ROWS_NAMED])) for kind, keys in differences if keys
    ]
    return flaws or [_out_of_order(table, seal, sealed, found)]


def _out_of_order(table: str, seal: int, sealed: Leaves, found: Leaves) -> Flaw:
    moved = [
        before[0] for before, after in zip(sealed, found, strict=False) if before[0] != after[0]
    ]
    # Keys that stand twice among the found are the only other way to differ.
    twice = [key for key, times in Counter(key for key, _ in found).items() if times > 1]
    kind = "row_inserted" if twice else "rows_reordered"
    return Flaw(kind, table, seal, tuple((twice or moved)[:ROWS_NAMED]))


def moved_between_seals(flaws: list[Flaw]) -> list[Flaw]:
    """Name rows that vanished from one seal and appeared in another as exchanged.

    >>> flaws = [Flaw("row_removed", "t", 1, (5, 6)), Flaw("row_inserted", "t", 2, (5,))]
    >>> [(flaw.kind, flaw.seal, flaw.rows) for flaw in moved_between_seals(flaws)]
    [('row_removed', 1, (6,)), ('rows_reordered', 2, (5,))]
    """
    gone = {key for flaw in flaws if flaw.kind == "row_removed" for key in flaw.rows}
    come = {key for flaw in flaws if flaw.kind == "row_inserted" for key in flaw.rows}
    moved = gone & come
    named = []
    for flaw in flaws:
        stayed = tuple(key for key in flaw.rows if key not in moved)
        if flaw.kind == "row_inserted" and stayed != flaw.rows:
            others = tuple(key for key in flaw.rows if key in moved)
            named.append(Flaw("rows_reordered", flaw.table, flaw.seal, others))
        if flaw.kind in {"row_removed", "row_inserted"}:
            if stayed:
                named.append(Flaw(flaw.kind, flaw.table, flaw.seal, stayed))
        else:
            named.append(flaw)
    return named


def chain_flaws(table: str, links: Sequence[Link], before: Link | None) -> list[Flaw]:
    """Return what is wrong with consecutive seals; `before` is the one ahead of the first.

    A seal that carries a digest it should not have was changed, unless its content is that of
    another number: then seals were exchanged. One that begins where its forerunner did not end,
    without a gap in the numbers, was inserted. One whose digest the next does not know, though
    both carry what their content has, was written anew.
    """
    digests = {link.digest for link in links} | ({before.digest} if before else set())
    flaws = []
    for link in links:
        flaws += _link_flaws(table, link, before, digests)
        before = link
    return flaws


def _link_flaws(table: str, link: Link, before: Link | None, digests: set[bytes]) -> list[Flaw]:
    expected = 1 if before is None else before.number + 1
    gap = [Flaw("seal_removed", table, number) for number in range(expected, link.number)]
    fits = before is None or link.previous == before.digest
    follows = link.from_transaction == (0 if before is None else before.until_transaction)
    starts = before is not None or link.previous == bytes(len(link.previous))
    intact = link.computed == link.digest
    if gap:
        return gap if intact else [*gap, Flaw("seal_changed", table, link.number)]
    if intact and fits and follows and starts:
        return []
    if not fits and link.previous in digests:
        return [Flaw("seals_reordered", table, link.number)]
    if not intact:
        return [Flaw("seal_changed", table, link.number)]
    if not follows:
        return [Flaw("seal_inserted", table, link.number)]
    return [Flaw("seal_changed", table, link.number if before is None else before.number)]
