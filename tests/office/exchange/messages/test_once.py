"""A message counts once, whatever is sent how often, in whatever order, by how many at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, connections

from tests.office.counting import statements
from tests.office.exchange.door.sending import HOSPITAL, PATH, SIGN_IN, envelope, new_msgid
from tests.office.providers.making import institution
from yibao.office.base.actor import SYSTEM
from yibao.office.base.seals.sealer import seal_new
from yibao.office.base.seals.verifier import verify
from yibao.office.exchange import services
from yibao.office.exchange.door import answer
from yibao.office.exchange.message import Message
from yibao.office.exchange.models import Key, MessageEntry, Signing
from yibao.office.exchange.sealed import MESSAGES
from yibao.office.exchange.services import corrections
from yibao.office.exchange.transactions.registry import Transaction, transactions

pytestmark = pytest.mark.usefixtures("own_database", "hospital")


@pytest.fixture
def hospital(own_database: object) -> None:
    institution(HOSPITAL)
    services.set_access(SYSTEM, HOSPITAL, "none")


def raw(infno: str, given: Any, **others: Any) -> bytes:
    sent = envelope(infno, given, **others)
    return answer(PATH, (), json.dumps(sent).encode()).body


def outcome(body: bytes) -> str:
    """Return "ok" or the code of the refusal."""
    answered = json.loads(body)
    return "ok" if answered["infcode"] == 0 else answered["err_msg"].rpartition("[")[2][:-1]


def reverse(msgid: str, infno: str = "9001", person: str = "P1", **others: Any) -> bytes:
    given = {"data": {"psn_no": person, "omsgid": msgid, "oinfno": infno}}
    return raw("2601", given, **others)


def at_once(tasks: list[Callable[[], bytes]]) -> list[bytes]:
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], bytes]) -> bytes:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


@pytest.fixture
def undone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let 2601 take signings in, which it otherwise would not; note what it undid."""
    noted: list[str] = []

    def undo(message: Message, done: corrections.Done) -> None:
        Signing.objects.all().delete()
        noted.append(message.msgid)

    monkeypatch.setitem(corrections._UNDOING, "9001", undo)
    return noted


def test_the_same_message_is_answered_by_the_same_bytes():
    msgid = new_msgid()
    first = raw("9001", SIGN_IN, msgid=msgid)
    # Signed anew at another time by somebody else, the message is still the same.
    again = raw("9001", SIGN_IN, msgid=msgid, inf_time="2026-01-01 00:00:00", opter="2")
    assert first == again
    assert Signing.objects.count() == Key.objects.count() == 1
    assert list(MessageEntry.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "ok",
        "repeated",
    ]
    other = {"signIn": {**SIGN_IN["signIn"], "opter_no": "0002"}}
    assert outcome(raw("9001", other, msgid=msgid)) == "msgid_reused"
    assert Signing.objects.count() == 1


@pytest.mark.parametrize("msgid", ["17", "未按规范编号"])
def test_a_number_of_another_form_counts_once_too(msgid: str):
    assert raw("9001", SIGN_IN, msgid=msgid) == raw("9001", SIGN_IN, msgid=msgid)
    assert Key.objects.get().sent_on == date.min
    services.forget(datetime(2030, 1, 1, tzinfo=UTC))
    assert not Key.objects.exists()


def test_sent_by_many_at_once_it_is_carried_out_once():
    msgid = new_msgid()
    answers = at_once([lambda: raw("9001", SIGN_IN, msgid=msgid)] * 8)
    assert len(set(answers)) == 1
    assert outcome(answers[0]) == "ok"
    assert Signing.objects.count() == Key.objects.count() == 1
    # One of the eight carried it out; the others found that out, before or after trying.
    outcomes = list(MessageEntry.objects.values_list("outcome", flat=True))
    assert sorted(outcomes) == ["ok", *["repeated"] * 7]


def test_refused_it_leaves_nothing_and_may_come_again(monkeypatch: pytest.MonkeyPatch):
    def half(message: Message) -> None:
        services.sign_in(message, "0001", "", "")
        raise services.signing.in_force(message, "none")  # type: ignore[attr-defined]

    known = dict(transactions())
    monkeypatch.setitem(transactions(), "9001", Transaction("9001", half, changes=True))
    msgid = new_msgid()
    assert outcome(raw("9001", SIGN_IN, msgid=msgid)) == "not_signed_in"
    assert not Signing.objects.exists()
    assert not Key.objects.exists()
    monkeypatch.setitem(transactions(), "9001", known["9001"])
    assert outcome(raw("9001", SIGN_IN, msgid=msgid)) == "ok"


def test_a_message_that_was_reversed_before_it_came_is_refused(undone: list[str]):
    msgid = new_msgid()
    assert outcome(reverse(msgid)) == "ok"
    assert outcome(reverse(msgid)) == "ok"
    assert outcome(raw("9001", SIGN_IN, msgid=msgid)) == "message_barred"
    assert undone == []
    assert not Signing.objects.exists()


def test_a_message_is_undone_once_and_not_carried_out_again(undone: list[str]):
    msgid = new_msgid()
    raw("9001", SIGN_IN, msgid=msgid)
    assert Signing.objects.count() == 1
    assert outcome(reverse(msgid)) == "ok"
    assert outcome(reverse(msgid)) == "ok"
    assert len(undone) == 1
    assert not Signing.objects.exists()
    assert outcome(raw("9001", SIGN_IN, msgid=msgid)) == "message_undone"
    assert not Signing.objects.exists()


def test_a_message_and_its_reversal_may_race(undone: list[str]):
    for _ in range(12):
        msgid = new_msgid()
        sent, reversed_ = at_once(
            [
                lambda msgid=msgid: raw("9001", SIGN_IN, msgid=msgid),  # type: ignore[misc]
                lambda msgid=msgid: reverse(msgid),  # type: ignore[misc]
            ]
        )
        assert outcome(reversed_) == "ok"
        # Whoever came first, nothing is left: it was barred, or done and undone.
        assert outcome(sent) in {"ok", "message_barred"}
        assert not Signing.objects.exists()
        key = Key.objects.get(infno="9001", msgid=msgid)
        assert key.state == {"ok": "undone", "message_barred": "barred"}[outcome(sent)]


def test_reversed_by_many_at_once_it_is_undone_once(undone: list[str]):
    msgid = new_msgid()
    raw("9001", SIGN_IN, msgid=msgid)
    answers = at_once([lambda: reverse(msgid)] * 6)
    assert {outcome(each) for each in answers} == {"ok"}
    assert len(undone) == 1


def test_what_cannot_be_undone_says_what_to_do_instead():
    for infno in ("1101", "2204", "9001", "2601"):
        assert outcome(reverse(new_msgid(), infno)) == "not_undoable"
    old = f"{HOSPITAL}202409011200000001"
    assert outcome(reverse(old, "2207")) == "msgid_too_old"
    assert outcome(reverse(new_msgid(), "2208")) == "ok"  # it never came, and never will


def test_of_somebody_else_nothing_is_undone(undone: list[str]):
    msgid = new_msgid()
    raw("9001", {**SIGN_IN, "data": {"psn_no": "P1"}}, msgid=msgid)
    assert outcome(reverse(msgid, person="P2")) == "other_person"
    # Another provider cannot reach it at all: its key is its own.
    institution("H99012100002")
    services.set_access(SYSTEM, "H99012100002", "none")
    assert outcome(reverse(msgid, fixmedins_code="H99012100002")) == "ok"
    assert undone == []
    assert Signing.objects.count() == 1


def test_two_that_wait_for_each_other_are_tried_again(monkeypatch: pytest.MonkeyPatch):
    Signing.objects.bulk_create(
        Signing(
            number=str(place),
            provider=HOSPITAL,
            operator="",
            signed_on=date(2026, 1, 1),
            signed_in_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for place in range(2)
    )
    met = threading.Barrier(2, timeout=10)

    def touch(message: Message) -> None:
        order = ["0", "1"] if message.operator == "0001" else ["1", "0"]
        for number in order:
            Signing.objects.select_for_update().get(number=number)
            if number == order[0] and not met.broken:
                with suppress(threading.BrokenBarrierError):
                    met.wait()
                met.abort()

    monkeypatch.setitem(transactions(), "9001", Transaction("9001", touch, changes=True))
    answers = at_once(
        [lambda who=who: raw("9001", SIGN_IN, opter=who) for who in ("0001", "0002")]  # type: ignore[misc]
    )
    assert [outcome(each) for each in answers] == ["ok", "ok"]
    assert Key.objects.count() == 2


def test_a_connection_that_broke_is_replaced():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()

    def kill() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        return b""

    at_once([kill])
    assert outcome(raw("9001", SIGN_IN)) == "ok"
    assert Signing.objects.count() == 1


def test_months_are_made_ahead_and_old_keys_are_dropped():
    raw("9001", SIGN_IN)
    today = date(2029, 5, 31)
    assert services.make_months_ahead(today) == 8  # 4 months of two tables
    assert services.make_months_ahead(today) == 0
    dropped = services.forget(datetime(2027, 2, 1, tzinfo=UTC))
    # 13 months before February 2027 is January 2026: what lies before it goes.
    assert dropped == ["exchange_key_2025_10", "exchange_key_2025_11", "exchange_key_2025_12"]
    assert Key.objects.count() == 1


def test_messages_are_appended_only_and_sealed():
    raw("9001", SIGN_IN)
    raw("9001", {})
    assert [seal.row_count for seal in seal_new(MESSAGES)] == [2]
    assert verify(MESSAGES, anchors=()) == []
    with pytest.raises(Exception, match="append-only"):
        MessageEntry.objects.all().delete()


def test_a_message_costs_one_statement_of_ours(django_assert_num_queries: Any):
    raw("9001", SIGN_IN)
    # BEGIN, the row of signing in, COMMIT; what is prepared is not in Django's log.
    with statements() as sent, django_assert_num_queries(3):
        raw("9001", SIGN_IN)
    # The key is written; that nobody took it before is seen by that, without a look.
    assert sum("exchange_key" in statement for statement in sent) == 1


def test_a_changed_access_holds_for_the_next_message():
    raw("9001", SIGN_IN)
    services.set_access(SYSTEM, HOSPITAL, "tif", access_key="key", secret="a-secret-of-ours")
    assert outcome(raw("9001", SIGN_IN)) == "no_signature_header"
    services.set_access(SYSTEM, HOSPITAL, "none")
    assert outcome(raw("9001", SIGN_IN)) == "ok"


def test_an_access_that_changes_while_a_message_runs_refuses_it(monkeypatch: pytest.MonkeyPatch):
    raw("9001", SIGN_IN)
    kept, handle = Key.objects.count(), transactions()["9001"]

    def changing(message: Message) -> Any:
        monkeypatch.setitem(transactions(), "9001", handle)
        own = threading.Thread(target=change)
        own.start()
        own.join(30)
        return handle.handle(message)

    def change() -> None:
        services.set_access(SYSTEM, HOSPITAL, "tif", access_key="key", secret="a-secret-of-ours")
        connections.close_all()

    monkeypatch.setitem(transactions(), "9001", replace(handle, handle=changing))
    assert outcome(raw("9001", SIGN_IN)) == "no_signature_header"
    assert Key.objects.count() == kept
