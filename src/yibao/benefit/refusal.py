"""Why a visit cannot be settled, in words: the kernel's status turned into an error."""

from __future__ import annotations

from yibao.benefit.days import policy_day
from yibao.benefit.visit import Visit
from yibao.policy.facts import FACTS
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.policy.provenance import Status
from yibao.policy.unknown import unknown_value, unverified_value
from yibao.policy.wording.conditions import joined
from yibao.policy.wording.labels import name_label
from yibao.terms.errors import InvalidInput, PolicyUnknown, YibaoError
from yibao.terms.text import Text


def refusal(plan: Plan, visit: Visit, out: Int) -> YibaoError:
    """Return the error for a status that is not OK."""
    status = int(out[layout.OUT_STATUS])
    where = int(out[layout.OUT_WHERE])
    if status == layout.NO_RULE:
        return no_rule(plan, visit, where)
    assert status != layout.BROKEN_IDENTITY, f"visit {visit.number}: {out}"
    return general_refusal(plan, status, where)


def general_refusal(plan: Plan, status: int, where: int) -> YibaoError:
    """Return the error for a status as it is for every visit, without what one visit brings."""
    if status == layout.NO_RULE:
        return no_rule_for_any(plan, where)
    if status == layout.UNKNOWN_RULE:
        return unknown_rule(plan, where)
    if status == layout.BAD_AMOUNT:
        return InvalidInput(
            "amount_too_large",
            "amounts",
            Text("金额为负或超过上限。", "An amount is negative or above the limit."),
            Text("核对金额单位（分）。", "Check the unit: fen."),
        )
    if status == layout.NOT_COVERED:
        return InvalidInput(
            "care_not_covered",
            "care",
            Text("本地没有这种待遇。", "There is no such benefit here."),
            Text("核对险种和医疗类别。", "Check the scheme and the kind of care."),
        )
    if status == layout.EARLIER_YEAR:
        return InvalidInput(
            "earlier_year",
            "accumulators",
            Text(
                "就诊属于较早的待遇年度，累计已进入新年度。",
                "The visit belongs to an earlier benefit year than the accumulators.",
            ),
            Text("用该年度自己的累计结算。", "Settle it on the accumulators of its own year."),
        )
    raise AssertionError(f"status {status}: the parts of a bill do not add up")


def no_rule_for_any(plan: Plan, where: int) -> PolicyUnknown:
    """Say that no row of a list fits, whatever the visit."""
    entry = plan.lists[where]
    key = entry.mark.key
    asked = sorted({test.fact for row in entry.rows for test in row.tests})
    named = joined([FACTS[name].label for name in asked])
    label = plan.policy.label
    return PolicyUnknown(
        "policy_unknown",
        key,
        Text(
            f"{label.zh}的“{key}”没有适用于这次就诊的规定（按{named.zh}区分）。",
            f"`{key}` of {label.en} has no rule for this visit (it asks for {named.en}).",
        ),
        Text("补充政策文件，或核对就诊信息。", "Complete the policy file, or check the visit."),
        key=key,
    )


def no_rule(plan: Plan, visit: Visit, where: int) -> PolicyUnknown:
    """Say that no row of a list fits, and what of the visit the list asked about."""
    entry = plan.lists[where]
    key = entry.mark.key
    asked = sorted({test.fact for row in entry.rows for test in row.tests} - {"date"})
    shown = joined([_given(plan, visit, fact) for fact in asked])
    day = policy_day(visit, plan)
    label = plan.policy.label
    return PolicyUnknown(
        "policy_unknown",
        key,
        Text(
            f"{label.zh}的“{key}”没有适用于 {day}{f'（{shown.zh}）' if asked else ''}的规定。",
            f"`{key}` of {label.en} has no rule for {day}{f' ({shown.en})' if asked else ''}.",
        ),
        Text("补充政策文件，或核对就诊信息。", "Complete the policy file, or check the visit."),
        key=key,
    )


def _given(plan: Plan, visit: Visit, name: str) -> Text:
    """Say what the visit brings of one fact."""
    fact = FACTS[name]
    given = {"scheme": visit.scheme, "care": visit.care, **visit.facts}.get(name, fact.default)
    names = sorted(given) if isinstance(given, frozenset) else [str(given)]
    labels = joined([name_label(name, one, plan.policy.names) for one in names if one])
    return Text(f"{fact.label.zh}：{labels.zh or '无'}", f"{fact.label.en}: {labels.en or 'none'}")


def unknown_rule(plan: Plan, where: int) -> PolicyUnknown:
    """Say that the law's value is unknown, or known only from a weak source."""
    entry = plan.lists[where]
    weak = any(row.provenance.status is Status.UNVERIFIED for row in entry.rows)
    if weak and not plan.allow_unverified:
        return unverified_value(entry.mark.key)
    return unknown_value(entry.mark.key)
