"""Taking the lines of a bill (费用明细上传): checked, classified, added to their batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from yibao.benefit.classify import Line, classified_lines
from yibao.benefit.visit import Visit
from yibao.office.base.actor import Actor
from yibao.office.catalogue.queries import Billed, BilledRule, rules_of_bill
from yibao.office.claims import line_errors
from yibao.office.claims.asked import NewLine, TakenLine, VisitKey
from yibao.office.claims.classifying import applied_ppm, care_plan, classification_key
from yibao.office.claims.codes import class_of, item_of, limited_of
from yibao.office.claims.facts import classifying_facts
from yibao.office.claims.services.lines_checks import (
    check_items,
    check_lines,
    check_presence,
    check_refunds,
    check_takes_lines,
    ordered_by,
)
from yibao.office.claims.services.lines_rows import ReadyLine, insert_lines
from yibao.office.claims.services.visits_rows import transaction_here
from yibao.office.claims.visit_row import Stamps, VisitRow, lock_with_stamps
from yibao.office.people.queries import claimant_of
from yibao.office.providers.queries import Presence, presence_on
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

NO_TAG = "none"
_LINE_FIELD = "line "


def upload(actor: Actor, key: VisitKey, lines: Sequence[NewLine]) -> list[TakenLine]:
    """Take lines of a visit (2204, 2301), all of them or none; return each as it was classified.

    Lines with the number of a batch that was settled make a new batch.

    Raises:
        NotFound: code ``unknown_visit``.
        Conflict: code ``visit_withdrawn``, ``visit_settled``, ``visit_not_attended``.
        InvalidInput: the first line that is refused, with its number, the national field and a
            remedy: see `line_errors`. Nothing was written.
        PolicyUnknown: a line reaches a rule of the law that is unknown.

    """
    del actor  # The message that brought them is kept, with who sent it.
    with transaction_here():
        visit, stamps = lock_with_stamps(key)
        check_takes_lines(visit)
        days = check_lines(visit, lines)
        doctors, departments = ordered_by(lines, days)
        presence = presence_on(
            visit.provider, visit.begins_on, doctors, departments, stamps.providers
        )
        check_presence(presence, lines, days)
        today = timezone.localdate()
        plan = care_plan(visit, presence, today)
        claimant = claimant_of(visit.person, stamps.person)
        facts = classifying_facts(claimant, visit, presence, plan, today)
        asked, rules = _rules(visit, presence, (lines, days), stamps)
        check_items(lines, asked, rules)
        check_refunds(visit, lines, asked, rules)
        of_lines = [rules[billed] for billed in asked]
        ready = _classified(visit, presence, (plan, facts), (lines, days, of_lines))
        taken = insert_lines(visit, ready, classification_key(plan, facts), timezone.now())
        if taken:
            raise line_errors.number_taken(taken)
    return [_answer(line) for line in ready]


def _rules(
    visit: VisitRow,
    presence: Presence,
    dated: tuple[Sequence[NewLine], Sequence[date]],
    stamps: Stamps,
) -> tuple[list[Billed], dict[Billed, BilledRule]]:
    """Return what each line asks of the catalogue, and what it says; the same is asked once."""
    asked = [Billed(line.item, line.local_item, day) for line, day in zip(*dated, strict=True)]
    once = list(dict.fromkeys(asked))
    found = rules_of_bill(
        visit.provider, once, presence.division, presence.provider.level, stamps.catalogue
    )
    return asked, dict(zip(once, found, strict=True))


def _classified(
    visit: VisitRow,
    presence: Presence,
    law: tuple[Plan, Visit],
    bill: tuple[Sequence[NewLine], Sequence[date], Sequence[BilledRule]],
) -> list[ReadyLine]:
    plan, facts = law
    of_kernel = [
        line_of(said, day, rule, presence.provider.level)
        for said, day, rule in zip(*bill, strict=True)
    ]
    try:
        done = classified_lines(facts, of_kernel, plan)
    except InvalidInput as error:
        raise _named(error) from error
    return [
        ReadyLine(
            said, day, day if visit.is_stay else visit.begins_on, rule, line,
            applied_ppm(plan, line),
        )
        for said, day, rule, line in zip(*bill, done, strict=True)
    ]  # fmt: skip


def _named(error: InvalidInput) -> InvalidInput:
    """Return what the kernel refused of a line under its national field."""
    if not error.field.startswith(_LINE_FIELD):
        return error
    number = error.field.removeprefix(_LINE_FIELD)
    remedy = Text(
        "请医保经办机构补全该项目的支付政策。", "The office has to complete the item's rule."
    )
    return line_errors.line_wrong(number, error.code, "med_list_codg", error.reason, remedy)


def line_of(said: NewLine, day: date, rule: BilledRule, level: str) -> Line:
    """Return a line as the kernel takes it.

    A restriction to levels that the provider has not counts as a refused use. A ceiling that the
    price keeps is left out: nothing lies over it, and its product might leave 64 bits.
    """
    limited = limited_of(rule.is_limited, said.approved)
    over = rule.ceiling_e6 is not None and rule.ceiling_e6 < said.price_e6
    return Line(
        number=said.number,
        day=day,
        amount=said.amount_fen,
        quantity_e4=said.quantity_e4,
        item_class=class_of(rule.chrgitm_lv or ""),
        item=item_of(rule.med_chrgitm_type or "", rule.list_type or ""),
        tag=NO_TAG,
        limited=limited if rule.allows_level(level) else "refused",
        ceiling_e6=rule.ceiling_e6 if over else None,
        first_pay_ppm=rule.first_pay_ppm,
    )


def _answer(ready: ReadyLine) -> TakenLine:
    said, rule, done = ready.said, ready.rule, ready.classified
    return TakenLine(
        number=said.number,
        amount_fen=said.amount_fen,
        full_self_fen=done.full_self,
        over_limit_fen=done.over_limit,
        first_pay_fen=done.first_pay,
        in_scope_fen=done.in_scope,
        ceiling_e6=rule.ceiling_e6,
        first_pay_ppm=ready.applied_ppm,
        price_e6=said.price_e6,
        quantity_e4=said.quantity_e4,
        chrgitm_lv=rule.chrgitm_lv or "03",
        med_chrgitm_type=rule.med_chrgitm_type or "",
        list_type=rule.list_type or "",
        item=rule.code or "",
        item_name=rule.name or "",
        is_limited=rule.is_limited,
        limited_text=rule.limited_text,
    )
