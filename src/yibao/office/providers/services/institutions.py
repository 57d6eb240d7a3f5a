"""Institutions registered and corrected, levels, departments, accounts (机构登记与变更)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from yibao.office.base.actor import Actor
from yibao.office.base.audit import wrote
from yibao.office.providers.dated import ONE_DAY, no_overlap, period
from yibao.office.providers.errors import (
    already_registered,
    invalid_account,
    not_offered,
    unknown_department,
)
from yibao.office.providers.models import (
    BankAccount,
    Department,
    Institution,
    InstitutionLevel,
    InstitutionListing,
)
from yibao.office.providers.services.checks import checked_institution
from yibao.office.providers.services.locks import (
    EVIDENCE,
    changed,
    locked_institution,
    need,
    raise_version,
)
from yibao.office.providers.words import pairs, sorting_key
from yibao.terms.dictionaries import dictionary
from yibao.terms.levels import level as known_level
from yibao.terms.text import Text


@transaction.atomic
def register_institution(actor: Actor, values: Mapping[str, Any]) -> Institution:
    """Register an institution; `values` are the fields of `Institution` but those we derive.

    Raises:
        InvalidInput: code ``already_registered``, or of a field that is wrong.

    """
    cleaned = checked_institution(values)
    if Institution.objects.filter(code=cleaned["code"]).exists():
        raise already_registered("fixmedins_code", cleaned["code"])
    row = Institution(**cleaned)
    _index(row)
    row.save()
    changes = {name: (None, value) for name, value in cleaned.items()}
    wrote(actor, "providers.institution.register", f"institution:{row.code}", changes)
    return row


@transaction.atomic
def correct_institution(
    actor: Actor, code: str, version: int | None, values: Mapping[str, Any]
) -> Institution:
    """Change fields of an institution; its code stays.

    Raises:
        NotFound: code ``unknown_institution``.
        Conflict: code ``changed_meanwhile``.
        InvalidInput: of a field that is wrong.

    """
    row = locked_institution(code, version)
    if "name" in values:
        need("fixmedins_name", str(values["name"]), Text("机构名称", "name"))
    cleaned = checked_institution({**_fields(row), **values, "code": code})
    changes = changed(row, cleaned)
    if changes:
        _index(row)
        raise_version(row, *changes, "name_words", "name_key")
        wrote(actor, "providers.institution.edit", f"institution:{code}", changes)
    return row


@transaction.atomic
def set_level(
    actor: Actor, code: str, level: str, first: date, *, hosp_lv: str = "", evidence: str
) -> InstitutionLevel:
    """Give an institution a class from a day on; the one it had ends the day before.

    Raises:
        NotFound: code ``unknown_institution``.
        InvalidInput: code ``unknown_level``, ``dates_overlap`` (a class begins later), ``missing``.

    """
    institution = locked_institution(code)
    known_level(level)
    if hosp_lv:
        dictionary("hosp_lv").check(hosp_lv, "hosp_lv")
    before = institution.levels.filter(during__contains=first).first()
    if before is not None and before.first < first:
        before.cut(first - ONE_DAY)
        before.save(update_fields=["during"])
    row = InstitutionLevel(
        institution=institution,
        level=level,
        hosp_lv=hosp_lv,
        during=period(first),
        evidence=need("evidence", evidence, EVIDENCE),
    )
    with no_overlap("first", Text("同日已有级别。", "It has another class on these days.")):
        row.save()
    raise_version(institution)
    past = None if before is None else before.level
    wrote(
        *(actor, "providers.institution.level", f"institution:{code}"),
        {"level": (past, level), "first": (None, first)},
    )
    return row


@transaction.atomic
def list_institution(
    actor: Actor, code: str, name: str, first: date, last: date | None, evidence: str
) -> InstitutionListing:
    """Put an institution on a list of the policy files (`provider_list`).

    Raises:
        NotFound: code ``unknown_institution``.
        InvalidInput: code ``dates_overlap``, ``dates_reversed``, ``missing``.

    """
    institution = locked_institution(code)
    row = InstitutionListing(
        institution=institution,
        name=need("name", name, Text("名单", "list")),
        during=period(first, last),
        evidence=need("evidence", evidence, EVIDENCE),
    )
    with no_overlap("first", Text("已在该名单上。", "It is on that list already.")):
        row.save()
    raise_version(institution)
    changes = {"name": (None, name), "first": (None, first), "last": (None, last)}
    wrote(actor, "providers.institution.list", f"institution:{code}", changes)
    return row


@transaction.atomic
def set_bank_account(
    actor: Actor, code: str, account: tuple[str, str, str], first: date
) -> BankAccount:
    """Pay an institution into another account from a day on; the one before ends.

    Args:
        actor: who does it.
        code: the institution.
        account: holder, bank and number.
        first: the first day.

    Raises:
        NotFound: code ``unknown_institution``.
        InvalidInput: code ``missing``, ``invalid_bank_account``, ``dates_overlap``.

    """
    institution = locked_institution(code)
    holder, bank, number = account
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 32):
        raise invalid_account()
    before = institution.accounts.filter(during__contains=first).first()
    if before is not None and before.first < first:
        before.cut(first - ONE_DAY)
        before.save(update_fields=["during"])
    row = BankAccount(
        institution=institution,
        holder=need("holder", holder, Text("户名", "holder")),
        bank=need("bank", bank, Text("开户行", "bank")),
        number=number,
        during=period(first),
    )
    with no_overlap("first", Text("同日已有账户。", "There is another account on these days.")):
        row.save()
    raise_version(institution)
    past = None if before is None else before.number
    changes = {"number": (past, number), "first": (None, first)}
    wrote(actor, "providers.institution.account", f"institution:{code}", changes)
    return row


@transaction.atomic
def open_department(
    actor: Actor, code: str, department: tuple[str, str, str], first: date, *, beds: int = 0
) -> Department:
    """Open a department.

    Args:
        actor: who does it.
        code: the institution.
        department: its code in the hospital, its name, the national code (`caty`).
        first: the first day.
        beds: the beds approved.

    Raises:
        NotFound: code ``unknown_institution``.
        InvalidInput: code ``invalid_code``, ``missing``, ``dates_overlap``.

    """
    institution = locked_institution(code)
    own, name, national = department
    dictionary("dept").check(national, "caty")
    if beds < 0:
        raise not_offered("aprv_bed_cnt", str(beds), ["0, 1, 2 …"])
    row = Department(
        institution=institution,
        code=need("hosp_dept_codg", own, Text("科室编码", "code")),
        name=need("hosp_dept_name", name, Text("科室名称", "name")),
        national_code=national,
        beds=beds,
        during=period(first),
    )
    with no_overlap("hosp_dept_codg", Text("该科室编码已在用。", "That code is in use.")):
        row.save()
    changes = {"name": (None, name), "caty": (None, national), "first": (None, first)}
    wrote(actor, "providers.department.open", f"department:{code}/{own}", changes)
    return row


@transaction.atomic
def close_department(actor: Actor, code: str, own_code: str, last: date) -> Department:
    """Close a department; `last` is its last day.

    Raises:
        NotFound: code ``unknown_institution``, ``unknown_department``.
        InvalidInput: code ``dates_reversed``.

    """
    institution = locked_institution(code)
    row = institution.departments.filter(code=own_code, during__contains=last).first()
    if row is None:
        raise unknown_department(own_code)
    before = row.last
    row.during = period(row.first, last)
    row.save(update_fields=["during"])
    changes = {"last": (before, last)}
    wrote(actor, "providers.department.close", f"department:{code}/{own_code}", changes)
    return row


_DERIVED = ("id", "name_words", "name_key", "version")


def _fields(row: Institution) -> dict[str, Any]:
    names = [field.attname for field in Institution._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in _DERIVED}


def _index(row: Institution) -> None:
    row.name_words = pairs(row.name)
    row.name_key = sorting_key(row.name)
