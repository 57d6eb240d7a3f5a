"""Finds and names what was done to sealed rows and to seals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from yibao.office.base.models.seal import Seal
from yibao.office.base.seals.compare import (
    Link,
    chain_flaws,
    moved_between_seals,
    row_flaws,
)
from yibao.office.base.seals.flaw import Flaw
from yibao.office.base.seals.merkle import SIZE, hash_of, leaf_of, root_of
from yibao.office.base.seals.rows import Row, fix_forms, rows_between
from yibao.office.base.seals.sealer import digest_of
from yibao.office.base.seals.table import SealedTable

ROWS_AT_ONCE = 20_000
"""Rows are read for so many seals at once as hold about this many."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of a chain as it was, kept outside the database (锚定).

    Seals cut off at the end, with their rows, are noticed by nothing else: what is left is a whole
    chain, only shorter.
    """

    table: str
    number: int
    digest: bytes


def head(table: SealedTable) -> Anchor | None:
    """Return the last seal's number and digest, to be kept elsewhere; None before the first."""
    last = Seal.objects.filter(table=table.name).order_by("-number").only("number", "digest")
    for seal in last[:1]:
        return Anchor(table.name, seal.number, bytes(seal.digest))
    return None


def verify(
    table: SealedTable, first: int = 1, last: int | None = None, anchors: Iterable[Anchor] = ()
) -> list[Flaw]:
    """Compare the rows of `table` and its seals from number `first` to `last` with each other.

    Returns every flaw, in the order of the seals; an empty list says that every sealed row is as
    it was sealed, none is missing, none was added, and the chain is whole and holds `anchors`.
    """
    flaws: list[Flaw] = []
    with transaction.atomic():
        fix_forms()
        before = _link_before(table, first)
        for seals in _packets(table, first, last):
            links = [_link(seal) for seal in seals]
            flaws += chain_flaws(table.name, links, before)
            before = links[-1]
            flaws += _rows_of(table, seals)
        flaws += _anchor_flaws(table, anchors)
    return moved_between_seals(flaws)


def _packets(table: SealedTable, first: int, last: int | None) -> Iterator[list[Seal]]:
    """Yield the seals in order, as many at once as hold a bearable number of rows."""
    chosen = Seal.objects.filter(table=table.name, number__gte=first).order_by("number")
    if last is not None:
        chosen = chosen.filter(number__lte=last)
    packet: list[Seal] = []
    for seal in chosen.iterator(chunk_size=200):
        packet.append(seal)
        if sum(one.row_count for one in packet) >= ROWS_AT_ONCE:
            yield packet
            packet = []
    if packet:
        yield packet


def _link_before(table: SealedTable, first: int) -> Link | None:
    found = Seal.objects.filter(table=table.name, number__lt=first).order_by("-number")[:1]
    return next((_link(seal) for seal in found), None)


def _link(seal: Seal) -> Link:
    return Link(
        seal.number,
        seal.from_transaction,
        seal.until_transaction,
        bytes(seal.previous),
        bytes(seal.digest),
        digest_of(seal),
    )


def _rows_of(table: SealedTable, seals: list[Seal]) -> list[Flaw]:
    flaws = []
    for definition, group in groupby(seals, lambda seal: seal.definition):
        some = list(group)
        first, until = some[0].from_transaction, some[-1].until_transaction
        rows = list(rows_between(table.as_defined(definition), first, until))
        for seal in some:
            flaws += _seal_against_rows(table, seal, rows)
    return flaws


def _seal_against_rows(table: SealedTable, seal: Seal, rows: list[Row]) -> list[Flaw]:
    hashed = hash_of(seal.algorithm)
    stored = bytes(seal.leaves)
    leaves = [stored[at : at + SIZE] for at in range(0, len(stored), SIZE)]
    if len(leaves) != len(seal.rows) or not leaves or root_of(leaves, hashed) != bytes(seal.root):
        # The leaves are in no digest themselves: the root is, and they must lead to it.
        return [Flaw("seal_changed", table.name, seal.number)]
    sealed = list(zip(seal.rows, leaves, strict=True))
    found = [
        (row.key, leaf_of(row.content, hashed))
        for row in rows
        if seal.from_transaction <= row.written_in < seal.until_transaction
    ]
    return row_flaws(table.name, seal.number, sealed, found)


def _anchor_flaws(table: SealedTable, anchors: Iterable[Anchor]) -> list[Flaw]:
    flaws = []
    for anchor in anchors:
        if anchor.table != table.name:
            continue
        found = Seal.objects.filter(table=table.name, number=anchor.number).values("digest")
        digests = [bytes(row["digest"]) for row in found]
        if not digests:
            flaws.append(Flaw("seal_removed", table.name, anchor.number))
        elif digests != [anchor.digest]:
            flaws.append(Flaw("seal_changed", table.name, anchor.number))
    return flaws
