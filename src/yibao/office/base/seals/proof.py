"""Proves that one row is under a seal, to somebody who holds nothing but the seal's root."""

from dataclasses import dataclass

from django.db import transaction

from yibao.office.base.models.seal import Seal
from yibao.office.base.seals.merkle import SIZE, hash_of, leaf_of, path_of, root_by_path
from yibao.office.base.seals.rows import fix_forms, row_with_key
from yibao.office.base.seals.table import SealedTable


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof of inclusion (包含证明): a row's content and the way from its leaf to the root.

    Args:
        table: the sealed table.
        key: the row.
        content: what is hashed, JSON in UTF-8.
        algorithm: ``sha256`` or ``sm3``.
        seal: the number of the seal.
        place: of the row among those of the seal, from 0.
        count: how many rows the seal covers.
        path: the neighbours on the way up.
        root: of the seal.

    """

    table: str
    key: int
    content: bytes
    algorithm: str
    seal: int
    place: int
    count: int
    path: tuple[bytes, ...]
    root: bytes

    def holds(self) -> bool:
        """Say whether content and path lead to the root; needs no database."""
        hashed = hash_of(self.algorithm)
        leaf = leaf_of(self.content, hashed)
        return root_by_path(leaf, self.place, self.count, self.path, hashed) == self.root


def prove(table: SealedTable, key: int) -> Proof | None:
    """Return the proof for one row; None where it does not exist or is not sealed yet.

    The proof of a row that was changed after it was sealed is returned too: it does not hold.
    """
    with transaction.atomic():
        fix_forms()
        row = row_with_key(table, key)
        seal = None if row is None else _seal_of(table, row.written_in)
        if seal is None or key not in seal.rows:
            return None
        row = row_with_key(table.as_defined(seal.definition), key)
    if row is None:
        return None
    stored = bytes(seal.leaves)
    leaves = [stored[at : at + SIZE] for at in range(0, len(stored), SIZE)]
    place = seal.rows.index(key)
    path = path_of(leaves, place, hash_of(seal.algorithm))
    return Proof(
        table.name,
        key,
        row.content,
        seal.algorithm,
        seal.number,
        place,
        len(leaves),
        tuple(path),
        bytes(seal.root),
    )


def _seal_of(table: SealedTable, written_in: int) -> Seal | None:
    return Seal.objects.filter(
        table=table.name, from_transaction__lte=written_in, until_transaction__gt=written_in
    ).first()
