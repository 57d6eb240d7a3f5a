"""What a clerk does to a person from the page (人员办理)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.people import queries, services
from yibao.office.people.models import Person
from yibao.office.people.registers import forms as asked
from yibao.office.providers.reach import see_within
from yibao.office.screens.register import Action
from yibao.terms.text import Text

ENROL = "people.enrolment.edit"
Cleaned = Mapping[str, Any]


def _enrol(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    see_within(actor, ENROL, str(cleaned["division"]))
    spell = {name: value for name, value in cleaned.items() if name not in ("first", "last")}
    services.enrol(actor, row.number, spell, cleaned["first"], cleaned["last"])
    return Text("已参保登记。", "The person is enrolled.")


def _transfer(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    ended = services.transfer_out(actor, row.number, cleaned["destination"], cleaned["last"])
    return Text(f"已转出，终止 {len(ended)} 条参保记录。", f"Transferred; {len(ended)} spells end.")


def _die(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    services.record_death(actor, row.number, cleaned["death"], timezone.localdate())
    return Text("已登记死亡，各项关系终止。", "The death is recorded, and everything ends.")


def _merge(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    duplicate = cleaned["duplicate"].strip().upper()
    other = queries.person_row(duplicate)
    see_within(actor, "people.person.approve", other.division)
    services.merge_persons(actor, row.number, duplicate, cleaned["reason"])
    return Text(f"{duplicate} 已并入本编号。", f"{duplicate} is merged into this number.")


def _certificate(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    services.add_certificate(actor, row.number, cleaned["kind"], cleaned["certificate"])
    return Text("证件已增加。", "The certificate is added.")


def _correct_certificate(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    today = timezone.localdate()
    services.correct_certificate(
        actor, row.number, cleaned["kind"], cleaned["certificate"], today, version=row.version
    )
    return Text("证件已更正。", "The certificate is corrected.")


def _identity(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    services.add_identity(actor, row.number, cleaned, cleaned["first"], cleaned["last"])
    return Text("身份已认定。", "The identity is recorded.")


def _disease(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    services.register_disease(actor, row.number, cleaned, cleaned["first"], cleaned["last"])
    return Text("病种已登记。", "The disease is registered.")


def _file(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    filing = {**cleaned, "filed_on": timezone.localdate()}
    services.file_away(actor, row.number, filing, cleaned["first"], cleaned["last"])
    return Text("已备案。", "It is filed.")


def _sign(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    services.sign_doctor(actor, row.number, **cleaned)
    return Text("已签约。", "The contract is signed.")


def _share(actor: Actor, row: Person, cleaned: Cleaned) -> Text:
    member = queries.person_row(cleaned["member"].strip().upper())
    see_within(actor, "people.registration.edit", member.division)
    services.share_account(actor, row.number, member.number, cleaned["first"], cleaned["last"])
    return Text("共济已登记。", "The account is shared.")


def _lives(row: Person) -> bool:
    return row.death is None and row.merged_into_id is None


def _action(
    code: str,
    label: Text,
    permission: str,
    run: Callable[[Actor, Person, Cleaned], Text],
    form: type[forms.Form],
    confirm: Text,
    **more: Any,
) -> Action:
    return Action(code, label, permission, run, confirm, form, offered=_lives, **more)


_KEPT = Text("写入档案并留痕。", "It is written to the file, and kept in history.")

ON_PERSONS = (
    _action(
        *("enrol", Text("参保登记", "Enrol"), ENROL, _enrol, asked.EnrolForm),
        Text("自起始日起参保。", "Insured from the first day on."),
        icon="user-plus",
    ),
    _action(
        *("identity", Text("认定身份", "Add identity"), "people.identity.edit"),
        *(_identity, asked.IdentityForm, _KEPT),
        icon="heart-handshake",
    ),
    _action(
        *("disease", Text("登记慢特病", "Register disease"), "people.registration.edit"),
        *(_disease, asked.DiseaseForm, _KEPT),
        icon="report-medical",
    ),
    _action(
        *("file", Text("异地备案", "File care away"), "people.registration.edit"),
        *(_file, asked.FilingForm, _KEPT),
        icon="plane",
    ),
    _action(
        *("sign", Text("家庭医生签约", "Sign up"), "people.registration.edit"),
        *(_sign, asked.ContractForm, _KEPT),
        icon="stethoscope",
    ),
    _action(
        *("share", Text("账户共济", "Share account"), "people.registration.edit"),
        *(_share, asked.SharingForm),
        Text("该成员此后可使用本账户。", "The member may use this account from then on."),
        icon="users-group",
    ),
    _action(
        *("add-certificate", Text("增加证件", "Add certificate"), "people.person.edit"),
        *(_certificate, asked.CertificateForm, _KEPT),
        icon="id",
    ),
    _action(
        *("certificate", Text("更正证件", "Correct certificate"), "people.person.edit"),
        *(_correct_certificate, asked.CertificateForm),
        Text("身份证号决定出生日期和性别。", "A resident number brings birth and sex."),
        icon="id-badge",
    ),
    _action(
        *("transfer", Text("转出", "Transfer out"), ENROL, _transfer, asked.TransferForm),
        Text("本地全部参保记录终止。", "Every enrolment here ends."),
        icon="transfer-out",
        danger=True,
    ),
    _action(
        *("merge", Text("合并重复", "Merge duplicate"), "people.person.approve"),
        *(_merge, asked.MergeForm),
        Text("另一编号的记录并入本编号，不能撤销。", "It moves all of the other, for good."),
        icon="arrows-join",
        danger=True,
    ),
    _action(
        *("death", Text("登记死亡", "Record death"), "people.person.edit"),
        *(_die, asked.DeathForm),
        Text("参保、身份、登记和备案全部终止。", "Everything ends on that day."),
        icon="grave",
        danger=True,
    ),
)
