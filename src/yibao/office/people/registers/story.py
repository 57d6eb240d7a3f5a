"""What happened to a person, for the timeline of the page (时间线)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yibao.office.people.models import Person
from yibao.office.people.names import label_of
from yibao.office.people.registers import words as say
from yibao.office.screens.register import Moment, Tone
from yibao.office.screens.rights import Granted
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text


def timeline(row: Person, granted: Granted) -> Iterator[Moment]:
    """Yield what happened to a person, as far as the account may see it."""
    yield Moment(row.registered_on, Text("登记", "Registered"), tone="secondary")
    if row.death:
        yield Moment(row.death, Text("死亡", "Died"), tone="red")
    if granted.may("people.enrolment.view"):
        yield from _enrolments(row)
    if granted.may("people.identity.view"):
        for identity in row.identities.all():
            name = label_of("category", identity.category)
            yield _begins(identity.first, Text("认定身份", "Identity"), name, "green")
            if identity.last:
                why = identity.end_reason
                yield Moment(identity.last, _joined(Text("身份截止", "Ends"), name), why)
    if granted.may("people.registration.view"):
        for disease in row.diseases.all():
            name = label_of("disease", disease.disease)
            yield _begins(disease.first, Text("慢特病登记", "Disease registered"), name, "azure")
        for filing in row.filings.all():
            name = dict(say.FILINGS).get(filing.kind, Text(filing.kind, filing.kind))
            yield _begins(filing.first, Text("异地备案", "Filed away"), name, "azure")


def _enrolments(row: Person) -> Iterator[Moment]:
    for spell in row.enrolments.prefetch_related("pauses"):
        name = dictionary("insutype").label(spell.insutype)
        if spell.void:
            title = _joined(Text("参保无效", "Void"), name)
            yield Moment(spell.first, title, spell.end_reason, tone="red")
            continue
        title = _joined(Text("参保", "Insured"), name)
        yield Moment(spell.first, title, spell.employer_name, tone="green")
        for pause in spell.pauses.all():
            title = _joined(Text("暂停", "Suspended"), name)
            yield Moment(pause.first, title, pause.reason, tone="orange")
        if spell.last:
            title = _joined(Text("参保截止", "Ends"), name)
            yield Moment(spell.last, title, spell.end_reason, tone="secondary")


def _begins(first: date, what: Text, name: Text, tone: Tone) -> Moment:
    return Moment(first, _joined(what, name), tone=tone)


def _joined(what: Text, name: Text) -> Text:
    return Text(f"{what.zh}：{name.zh}", f"{what.en}: {name.en}")
