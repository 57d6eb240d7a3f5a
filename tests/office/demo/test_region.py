"""The demo region: whole in itself, settled by the law, and described for programs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.office.demo.conftest import SCALE, Demo, load
from yibao.office.base.models import Account, Grant
from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.catalogue.models import LocalItem
from yibao.office.catalogue.queries import national_codes, rules_of_lines
from yibao.office.claims.models import Accumulator, Settlement, Visit
from yibao.office.claims.queries import differing
from yibao.office.demo.accounts import PASSWORD
from yibao.office.demo.chosen import chosen
from yibao.office.demo.week import AWAY, first_day
from yibao.office.exchange.cryptography import secrets_at_rest
from yibao.office.exchange.cryptography.sm2 import pair_of, sign, verify
from yibao.office.exchange.models import MessageEntry
from yibao.office.exchange.queries import accesses_within
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.models import Entry, PersonalAccount
from yibao.office.overview.models import CareSum
from yibao.office.people.models import AccountSharing, Person
from yibao.office.providers import queries as providers
from yibao.office.providers.models import Institution, StaffMember
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.institutions import institutions

SCOPES = {"pharmacy": ("pharmacy",), "village": ("outpatient",)}
HOSPITAL = ("outpatient", "inpatient", "chronic")
MODELS = (Person, Institution, StaffMember, LocalItem, Visit, Settlement, Entry, Account, Grant)


def test_everybody_and_every_institution_of_the_files_is_there(demo: Demo) -> None:
    assert Person.objects.count() == demo.files.persons > 2_000
    assert Institution.objects.count() == institutions().num_rows
    assert StaffMember.objects.count() == doctors().num_rows
    assert not Institution.objects.exclude(name__endswith="（演示）").exists()
    assert set(Person.objects.values_list("division", flat=True)) == {
        str(county) for county in range(990121, 990128)
    }


def test_it_is_described(demo: Demo) -> None:
    said, today = demo.described, timezone.localdate()
    assert [one["level"] for one in said["providers"]] == [one.level for one in chosen()]
    assert [one["security"] for one in said["providers"]][:4] == ["none", "hmac", "tif", "sm"]
    assert all("演示" in one["fixmedins_name"] for one in said["providers"])
    assert len(said["providers"][3]["access_key"]) == 16
    for one in chosen():
        for scope in SCOPES.get(one.kind, HOSPITAL):
            assert providers.can_settle(one.code, today, scope), (one, scope)
    for doctor in said["doctors"]:
        assert providers.staff_on(doctor["dr_codg"], chosen()[0].code, today)
    assert {one["role"] for one in said["staff"]} >= {"settlement", "provider", "insured"}


def test_who_is_named_was_mostly_never_treated(demo: Demo) -> None:
    persons = demo.described["persons"]
    assert len(persons) > 250
    assert {one["insutype"] for one in persons} == {"310", "390"}
    assert sum(bool(one["category"]) for one in persons) >= 10
    treated = set(Accumulator.objects.values_list("person", flat=True))
    assert sum(one["psn_no"] in treated for one in persons) < len(persons) / 4


def test_items_are_mapped_and_have_rules_of_every_class(demo: Demo) -> None:
    items, today, first = demo.described["items"], timezone.localdate(), chosen()[0]
    local = [one["medins_list_codg"] for one in items]
    assert len(set(local)) == 10
    mapped = national_codes(first.code, local, today)
    assert [mapped[code] for code in local] == [one["med_list_codg"] for one in items]
    rules = rules_of_lines([mapped[code] for code in local], [today] * 10, "990121", first.level)
    assert {rule.chrgitm_lv for rule in rules} == {"01", "02", "03"}
    assert any(rule.is_limited for rule in rules)
    assert [rule.med_chrgitm_type for rule in rules] == [one["med_chrgitm_type"] for one in items]
    assert any(
        rule.counted_up_to_e6 is not None and one["pric"] * 1_000_000 > rule.counted_up_to_e6
        for one, rule in zip(items, rules, strict=True)
    ), "something is dearer than what counts of it"


def test_the_past_is_what_the_files_say(demo: Demo) -> None:
    first = first_day(demo.files)
    visits = demo.files.piece("visits", 0).to_pylist()
    before = {row["setl_id"]: row for row in visits if row["setl_time"].date() < first}
    loaded = Settlement.objects.filter(number__in=before)
    # What is refused are planted faults and what the law does not pay.
    assert loaded.count() > 0.98 * len(before)
    for row in loaded.all()[:50]:
        of_files = before[row.number]
        assert row.total_fen == int(of_files["medfee_sumamt"] * 100)
        assert timezone.localtime(row.settled_at).replace(tzinfo=None) == of_files["setl_time"]
    assert differing(Settlement.objects.filter(reverses=None).order_by("number")[:200]) == []


def test_the_last_days_came_through_the_interface(demo: Demo) -> None:
    first = first_day(demo.files)
    came = [
        row
        for row in demo.files.piece("visits", 0).to_pylist()
        if row["setl_time"].date() >= first
        and demo.files.institutions[row["institution"]]["kind"] != AWAY
    ]
    live = Settlement.objects.exclude(sender_id="").filter(reverses=None)
    assert live.count() > 0.9 * len(came) > 50
    days = Counter(timezone.localtime(row.settled_at).date() for row in live)
    assert set(days) <= {first + timedelta(days=at) for at in range(8)}
    assert len(days) >= 6
    codes = set(MessageEntry.objects.values_list("infno", flat=True))
    assert codes >= {"2102", "2201", "2203", "2204", "2207", "2401", "2301", "2402", "2304"}
    assert not MessageEntry.objects.filter(outcome="internal_error").exists()
    assert differing(live[:100]) == []


def test_the_books_tie_and_the_first_page_sums_the_year(demo: Demo) -> None:
    assert verify_books(demo.files.asked.first_day.replace(day=1)) == []
    assert PersonalAccount.objects.filter(balance_fen__gt=0).count() > 50
    assert AccountSharing.objects.count() == 30
    summed = sum(CareSum.objects.values_list("total_fen", flat=True))
    assert summed == sum(Settlement.objects.values_list("total_fen", flat=True))


def test_every_institution_that_is_named_signs_as_described(demo: Demo) -> None:
    opened = {row.provider: row for row in accesses_within(EVERYTHING)}
    for one in demo.described["providers"]:
        row = opened[one["fixmedins_code"]]
        assert (row.mode, row.access_key) == (one["security"], one["access_key"])
    smart = demo.described["providers"][3]
    row = opened[smart["fixmedins_code"]]
    assert row.server_public_key == smart["server_public_key"]
    # The server knows the public half of the key that the provider was given, and only that.
    signature = sign(pair_of(smart["secret_key"]), b"input")
    assert verify(secrets_at_rest.opened(row.secret), b"input", signature)


def test_accounts_sign_in_with_the_password_that_was_printed(demo: Demo) -> None:
    assert PASSWORD in demo.said
    assert Account.objects.count() == Grant.objects.count() == 37
    account = Account.objects.get(username="enrolment-county")
    assert account.check_password(PASSWORD)
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[1])
    page = client.get("/").content.decode()
    assert "示范甲县" in page


def test_any_person_is_found_at_once(demo: Demo) -> None:
    number = Person.objects.order_by("-pk").values_list("number", flat=True)[0]
    assert number == demo.files.piece("persons", 0)["psn_no"][-1].as_py()


def test_loaded_again_it_changes_nothing(demo: Demo, tmp_path: Path) -> None:
    before = [model.objects.count() for model in MODELS]
    again = load(tmp_path)
    assert [model.objects.count() for model in MODELS] == before
    assert again.described == demo.described


def test_what_was_cut_is_completed(demo: Demo, tmp_path: Path) -> None:
    """Without its last account it is not whole: everything is looked at, and nothing doubled."""
    Account.objects.filter(username="insured").update(username="insured-before")
    before = [model.objects.count() for model in MODELS[:-2]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(balance_fen) FROM ledger_personalaccount")
        balance = cursor.fetchone()
        load(tmp_path)
        cursor.execute("SELECT sum(balance_fen) FROM ledger_personalaccount")
        assert cursor.fetchone() == balance
    assert [model.objects.count() for model in MODELS[:-2]] == before


def test_another_scale_is_refused(demo: Demo) -> None:
    with pytest.raises(CommandError, match="another_scale"):
        call_command("load_demo", scale=SCALE * 2, processes=1, stdout=StringIO())


def test_the_days_are_those_of_the_calendar(demo: Demo) -> None:
    assert demo.files.asked.last_day == timezone.localdate() - timedelta(days=1)
    assert demo.files.asked.first_day.month == demo.files.asked.first_day.day == 1
    assert isinstance(demo.files.asked.first_day, date)
