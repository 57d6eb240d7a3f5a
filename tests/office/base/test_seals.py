"""Seals: nothing committed is left out, and whatever is done afterwards is found and named."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from yibao.office.base.models import Seal
from yibao.office.base.seals import SealedTable, merkle
from yibao.office.base.seals.proof import prove
from yibao.office.base.seals.sealer import digest_of, pending, seal_new
from yibao.office.base.seals.verifier import Anchor, head, verify
from yibao.terms.text import Text

THINGS = SealedTable("things", ("name", "at"), Text("物", "things"))

MAKE = """
CREATE TABLE things (
    id bigint PRIMARY KEY, name text, at timestamptz DEFAULT '2026-03-10 08:00+08',
    written_in bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)
)
"""


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def add(*keys: int) -> None:
    """Write rows, each in a transaction of its own."""
    for key in keys:
        run("INSERT INTO things (id, name) VALUES (%s, %s)", key, f"thing {key}")


@pytest.fixture
def things(own_database: object) -> None:
    """Make a table to be sealed; whoever tampers with seals owns their table, and can do this."""
    run(MAKE)
    run("ALTER TABLE base_seal DISABLE TRIGGER USER")


def found(**options: object) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(flaw.kind, flaw.seal, flaw.rows) for flaw in verify(THINGS, **options)]


@pytest.mark.usefixtures("things")
def test_what_was_committed_is_sealed_once() -> None:
    add(1, 2, 3)
    assert pending(THINGS).rows == 3
    (seal,) = seal_new(THINGS)
    assert (seal.number, seal.first_row, seal.last_row, seal.row_count) == (1, 1, 3, 3)
    assert (seal.rows, len(seal.leaves)) == ([1, 2, 3], 96)
    assert seal_new(THINGS) == []
    add(4)
    (second,) = seal_new(THINGS)
    assert (second.number, second.rows, bytes(second.previous)) == (2, [4], bytes(seal.digest))
    assert pending(THINGS).rows == 0
    assert found() == []


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("algorithm", merkle.ALGORITHMS)
def test_a_seal_can_be_recomputed_by_anybody(algorithm: str) -> None:
    add(1, 2, 3)
    (seal,) = seal_new(replace(THINGS, algorithm=algorithm))
    hashed = merkle.hash_of(algorithm)
    # The documented form, written by hand: key, name, time in UTC.
    contents = [f'[{at}, "thing {at}", "2026-03-10T00:00:00+00:00"]' for at in (1, 2, 3)]
    a, b, c = (hashed(b"\0" + content.encode()) for content in contents)
    assert bytes(seal.root) == hashed(b"\1" + hashed(b"\1" + a + b) + c)
    assert found() == []


@pytest.mark.usefixtures("things")
def test_a_seal_ends_with_a_transaction() -> None:
    with transaction.atomic():
        add(1, 2, 3)
    add(4, 5)
    seals = seal_new(THINGS, rows_per_seal=2)
    # The first transaction wrote three rows and is not cut in two.
    assert [seal.rows for seal in seals] == [[1, 2, 3], [4, 5]]
    assert found() == []


@pytest.mark.usefixtures("things")
def test_a_row_of_a_transaction_that_still_runs_is_not_skipped() -> None:
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                add(1)
                written.set()
                assert may_commit.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(30)
    add(2)
    # Row 2 is committed, but its transaction is younger than one that still runs.
    assert seal_new(THINGS) == []
    assert pending(THINGS).held_back == 1
    may_commit.set()
    thread.join(30)
    assert [seal.rows for seal in seal_new(THINGS)] == [[1, 2]]
    assert found() == []


@pytest.mark.usefixtures("things")
def test_many_writers_and_two_sealers_leave_no_row_out() -> None:
    writers, rows_each = 4, 60
    done = threading.Event()

    def write(first: int) -> None:
        try:
            for at in range(rows_each):
                with transaction.atomic():
                    add(first + at)
                    if at % 7 == 0:
                        transaction.set_rollback(True)
        finally:
            connections.close_all()

    def keep_sealing() -> None:
        try:
            while not done.is_set():
                seal_new(THINGS)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(1000 * at,)) for at in range(1, writers + 1)]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for thread in (*threads, *sealers):
        thread.start()
    for thread in threads:
        thread.join(60)
    done.set()
    for thread in sealers:
        thread.join(60)
    seal_new(THINGS)
    sealed = [key for seal in Seal.objects.order_by("number") for key in seal.rows]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM things")
        rows = [row[0] for row in cursor.fetchall()]
    # 4 x 60 rows, of which every seventh from the first, 9 of 60, was rolled back.
    assert len(rows) == 4 * (60 - 9)
    assert sorted(sealed) == sorted(rows)
    assert found() == []


ROWS = {
    "removal": ("DELETE FROM things WHERE id = 5", [("row_removed", 2, (5,))]),
    "change": ("UPDATE things SET name = 'x' WHERE id = 2", [("row_changed", 1, (2,))]),
    "insertion": (
        "INSERT INTO things SELECT 99, 'x', at, written_in FROM things WHERE id = 5",
        [("row_inserted", 2, (99,))],
    ),
    "exchange": (
        "UPDATE things SET name = CASE id WHEN 1 THEN 'thing 2' ELSE 'thing 1' END WHERE id < 3",
        [("row_changed", 1, (1, 2))],
    ),
    "order": (
        "UPDATE things AS t SET written_in = o.written_in FROM things AS o"
        " WHERE (t.id, o.id) IN ((1, 2), (2, 1))",
        [("rows_reordered", 1, (1, 2))],
    ),
    "another seal": (
        "UPDATE things SET written_in = (SELECT written_in FROM things WHERE id = 5) WHERE id = 1",
        [("rows_reordered", 2, (1,))],
    ),
}


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("name", ROWS)
def test_what_is_done_to_rows_is_named(name: str) -> None:
    statement, expected = ROWS[name]
    add(1, 2, 3)
    seal_new(THINGS)
    add(4, 5, 6)
    seal_new(THINGS)
    run(statement)
    assert found() == expected


SEALS: dict[str, tuple[Callable[[], None], list[tuple[str, int, tuple[int, ...]]]]] = {
    "removal": (
        lambda: Seal.objects.filter(number=2).delete(),
        [("seal_removed", 2, ())],
    ),
    "first removed": (
        lambda: Seal.objects.filter(number=1).delete(),
        [("seal_removed", 1, ())],
    ),
    "change": (
        lambda: Seal.objects.filter(number=2).update(row_count=9),
        [("seal_changed", 2, ())],
    ),
    "leaves": (
        lambda: Seal.objects.filter(number=2).update(leaves=b"x" * 32),
        [("seal_changed", 2, ())],
    ),
    "exchange": (
        lambda: exchange(2, 3),
        [("seals_reordered", 2, ()), ("seals_reordered", 3, ())],
    ),
    "insertion": (lambda: forge(5), [("seal_inserted", 5, ())]),
    "written anew": (lambda: rewrite(2), [("seal_changed", 2, ())]),
}


def exchange(one: int, other: int) -> None:
    for before, after in ((one, -1), (other, one), (-1, other)):
        Seal.objects.filter(number=before).update(number=after)


def forge(number: int) -> None:
    """Append a whole seal, its digest right, that covers once more what seal 1 does."""
    seal, last = Seal.objects.get(number=1), Seal.objects.get(number=number - 1)
    seal.pk, seal.number, seal.previous = None, number, bytes(last.digest)
    seal.digest = digest_of(seal)
    seal.save(force_insert=True)


def rewrite(number: int) -> None:
    """Change a seal and give it the digest that fits."""
    seal = Seal.objects.get(number=number)
    seal.sealed_at = seal.sealed_at.replace(year=2020)
    seal.digest = digest_of(seal)
    seal.save()


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize("name", SEALS)
def test_what_is_done_to_seals_is_named(name: str) -> None:
    do, expected = SEALS[name]
    for key in range(1, 5):
        add(key)
        seal_new(THINGS)
    do()
    assert set(expected) <= set(found())
    assert {kind for kind, *_ in found()} <= {expected[0][0], "row_inserted", "row_removed"}


@pytest.mark.usefixtures("things")
def test_the_end_cut_off_is_found_by_the_anchor_only() -> None:
    add(1)
    seal_new(THINGS)
    add(2)
    seal_new(THINGS)
    anchor = head(THINGS)
    assert anchor is not None
    assert found(anchors=[anchor]) == []
    Seal.objects.filter(number=2).delete()
    run("DELETE FROM things WHERE id = 2")
    assert found() == []
    assert found(anchors=[anchor]) == [("seal_removed", 2, ())]
    add(3)
    seal_new(THINGS)
    assert found() == []
    assert found(anchors=[anchor]) == [("seal_changed", 2, ())]
    assert found(anchors=[Anchor("others", 7, b"")]) == []


@pytest.mark.usefixtures("things")
def test_old_seals_are_verified_by_the_columns_of_their_time() -> None:
    add(1)
    seal_new(THINGS)
    run("ALTER TABLE things ADD COLUMN note text DEFAULT ''")
    wider = replace(THINGS, columns=("name", "at", "note"))
    add(2)
    seal_new(wider)
    assert verify(wider) == []
    run("UPDATE things SET note = 'x'")
    # The note of row 1 was not sealed.
    assert [(flaw.seal, flaw.rows) for flaw in verify(wider)] == [(2, (2,))]


@pytest.mark.usefixtures("things")
def test_only_some_seals_can_be_verified() -> None:
    for key in (1, 2, 3):
        add(key)
        seal_new(THINGS)
    run("UPDATE things SET name = 'x' WHERE id <> 2")
    assert [flaw[1] for flaw in found()] == [1, 3]
    assert [flaw[1] for flaw in found(first=2)] == [3]
    assert found(first=2, last=2) == []


@pytest.mark.usefixtures("things")
def test_a_row_is_proved_to_who_holds_the_root() -> None:
    with transaction.atomic():
        add(*range(1, 12))
    assert prove(THINGS, 7) is None
    (seal,) = seal_new(THINGS)
    for key in range(1, 12):
        proof = prove(THINGS, key)
        assert proof is not None
        assert proof.holds()
        assert (proof.root, proof.place, proof.count) == (bytes(seal.root), key - 1, 11)
        assert not replace(proof, content=proof.content + b" ").holds()
        assert not replace(proof, place=(key + 1) % 11).holds()
        assert not replace(proof, path=proof.path[:-1]).holds()
    run("UPDATE things SET name = 'x' WHERE id = 7")
    changed = prove(THINGS, 7)
    assert changed is not None
    assert not changed.holds()
    assert prove(THINGS, 99) is None


@pytest.mark.usefixtures("things")
def test_a_database_that_counts_anew_is_noticed() -> None:
    add(1)
    seal_new(THINGS)
    Seal.objects.update(until_transaction=2**40)
    with pytest.raises(RuntimeError, match="sealed until"):
        seal_new(THINGS)


@given(count=st.integers(1, 200), data=st.data())
def test_every_leaf_leads_to_the_root(count: int, data: st.DataObject) -> None:
    hashed = merkle.hash_of("sha256")
    leaves = [merkle.leaf_of(bytes([at]), hashed) for at in range(count)]
    place = data.draw(st.integers(0, count - 1))
    path = merkle.path_of(leaves, place, hashed)
    root = merkle.root_of(leaves, hashed)
    assert merkle.root_by_path(leaves[place], place, count, path, hashed) == root
    assert root == recursive_root(leaves)


def recursive_root(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 9162 defines it: split at the largest power of two below the count."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    content = recursive_root(leaves[:split]) + recursive_root(leaves[split:])
    return merkle.hash_of("sha256")(b"\1" + content)


def test_a_table_of_no_columns_or_strange_names_is_refused() -> None:
    for wrong in ((), ("a; drop",), ("Name",)):
        with pytest.raises(ValueError, match="cannot be sealed"):
            SealedTable("things", wrong, Text("物", "things"))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE base_seal SET row_count = 9", "DELETE FROM base_seal", "TRUNCATE base_seal"],
)
def test_seals_themselves_are_append_only(own_database: object, statement: str) -> None:
    run(MAKE)
    add(1)
    seal_new(THINGS)
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement)
    assert Seal.objects.count() == 1
