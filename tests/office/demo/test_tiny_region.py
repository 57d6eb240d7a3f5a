"""The tiny region: few of everything, whole in itself, and a description that programs go by."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.catalogue.models import Item, LocalItem, PaymentRule
from yibao.office.catalogue.queries import national_codes, rules_of_lines
from yibao.office.demo.tiny import chosen
from yibao.office.exchange.cryptography import secrets_at_rest
from yibao.office.exchange.cryptography.sm2 import pair_of, sign, verify
from yibao.office.exchange.queries import accesses_within
from yibao.office.ledger.models import Period, PersonalAccount
from yibao.office.people.models import AccountSharing, Person
from yibao.office.providers import queries as providers
from yibao.office.providers.models import Institution

pytestmark = pytest.mark.django_db
SCOPES = {"pharmacy": ("pharmacy",), "village": ("outpatient",)}
HOSPITAL = ("outpatient", "inpatient", "chronic")


def load(file: Path, persons: int = 400) -> dict[str, list[dict[str, Any]]]:
    call_command("load_demo", persons=persons, tiny=True, describe=file, stdout=StringIO())
    said: dict[str, list[dict[str, Any]]] = json.loads(file.read_text("utf-8"))
    return said


def test_it_is_whole_and_described(tmp_path: Path) -> None:
    said = load(tmp_path / "demo.json", persons=1500)
    today = timezone.localdate()
    assert [one["level"] for one in said["providers"]] == [one.level for one in chosen()]
    assert [one["security"] for one in said["providers"]][:4] == ["none", "hmac", "tif", "sm"]
    assert all("演示" in one["fixmedins_name"] for one in said["providers"])
    assert len(said["providers"][3]["access_key"]) == 16
    for one in chosen():
        for scope in SCOPES.get(one.kind, HOSPITAL):
            for day in (today, date(today.year - 1, 7, 1)):
                assert providers.can_settle(one.code, day, scope), (one, scope, day)
    assert {one["role"] for one in said["staff"]} >= {"settlement", "provider", "insured"}
    persons = said["persons"]
    assert len(persons) > 250
    assert {one["insutype"] for one in persons} == {"310", "390"}
    assert {one["psn_type"] for one in persons} >= {"11", "12", "15", "16"}
    assert sum(bool(one["category"]) for one in persons) >= 10
    assert all(one["psn_no"].startswith("P99") for one in persons)


def test_items_are_mapped_and_have_rules_of_every_class(tmp_path: Path) -> None:
    said = load(tmp_path / "demo.json", persons=30)
    today = timezone.localdate()
    first = said["providers"][0]["fixmedins_code"]
    local = [one["medins_list_codg"] for one in said["items"]]
    assert len(set(local)) == 10
    mapped = national_codes(first, local, today)
    assert [mapped[code] for code in local] == [one["med_list_codg"] for one in said["items"]]
    rules = rules_of_lines(list(mapped.values()), [today] * 10, "990121", "tertiary_a")
    assert {rule.chrgitm_lv for rule in rules} == {"01", "02", "03"}
    assert any(rule.is_limited for rule in rules)
    assert all(rule.is_valid and rule.counted_up_to_e6 for rule in rules)
    # A tenth above what counts, so that a bill has something over the limit.
    dear = [
        one
        for one, rule in zip(said["items"], rules, strict=True)
        if round(one["pric"] * 1_000_000) > (rule.counted_up_to_e6 or 0)
    ]
    assert dear
    assert Item.objects.count() == PaymentRule.objects.count() == 40
    assert LocalItem.objects.filter(provider=first).count() == 40


def test_books_are_open_around_today_and_families_share(tmp_path: Path) -> None:
    load(tmp_path / "demo.json")
    first = timezone.localdate().replace(day=1)
    open_months = Period.objects.filter(state="open", book="operational")
    months = sorted(open_months.values_list("month", flat=True))
    assert months[1] == first
    assert len(months) == 3
    assert PersonalAccount.objects.filter(balance_fen__gt=0).count() > 100
    assert AccountSharing.objects.count() == 30


def test_loaded_again_or_under_the_whole_region_it_changes_nothing(tmp_path: Path) -> None:
    said = load(tmp_path / "one.json", persons=60)
    assert load(tmp_path / "two.json", persons=60) == said
    call_command("load_demo", persons=60, stdout=StringIO())
    assert Institution.objects.count() > 1_000
    assert Person.objects.count() == 60
    assert load(tmp_path / "three.json", persons=60)["items"] == said["items"]
    assert LocalItem.objects.count() == 238


def test_every_institution_may_send_messages_signed_as_described(tmp_path: Path) -> None:
    said = load(tmp_path / "demo.json", persons=10)
    opened = {row.provider: row for row in accesses_within(EVERYTHING)}
    for one in said["providers"]:
        row = opened[one["fixmedins_code"]]
        assert (row.mode, row.access_key) == (one["security"], one["access_key"])
    smart = said["providers"][3]
    row = opened[smart["fixmedins_code"]]
    assert row.server_public_key == smart["server_public_key"]
    # The server knows the public half of the key that the provider was given, and only that.
    signature = sign(pair_of(smart["secret_key"]), b"input")
    assert verify(secrets_at_rest.opened(row.secret), b"input", signature)
