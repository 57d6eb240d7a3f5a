"""Institutions, agreements, staff on a day: what may be, and why not (机构、协议、人员)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from yibao.benefit.stay import Provider
from yibao.office.base.rights.granted import Reach
from yibao.office.providers.errors import not_offered, unknown_institution
from yibao.office.providers.kinds import (
    SCOPE_OF_CARE,
    AgreementState,
    CareScope,
    ProviderKind,
    Standing,
)
from yibao.office.providers.models import (
    Agreement,
    AgreementScope,
    BankAccount,
    Institution,
    InstitutionLevel,
    StaffMember,
    StaffStanding,
)
from yibao.office.providers.words import asked_pairs
from yibao.terms.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be, and why not."""

    yes: bool
    reason: Text = NOTHING
    code: str = ""

    def __bool__(self) -> bool:
        return self.yes


YES = Answer(True)


def institution_row(code: str) -> Institution:
    """Return an institution by its code (`fixmedins_code`).

    Raises:
        NotFound: code ``unknown_institution``.

    """
    row = Institution.objects.filter(code=code).first()
    if row is None:
        raise unknown_institution(code)
    return row


def institutions_within(reach: Reach) -> QuerySet[Institution]:
    """Return the institutions within reach."""
    return Institution.objects.filter(reach.condition("division", provider="code"))


def named(rows: QuerySet[Institution], text: str) -> QuerySet[Institution]:
    """Keep the institutions with a code that begins so, or a name that has the text in it."""
    asked = asked_pairs(text)
    by_name = Q(name_words__contains=asked) if asked else Q(pk__in=[])
    return rows.filter(Q(code__startswith=text.strip().upper()) | by_name)


def provider_on(code: str, day: date) -> Provider:
    """Return an institution as the law asks about it on a day: level, kind, lists.

    An institution without a class on that day is unrated.

    Raises:
        NotFound: code ``unknown_institution``.

    """
    row = institution_row(code)
    level = row.levels.filter(during__contains=day).values_list("level", flat=True).first()
    lists = row.listings.filter(during__contains=day).values_list("name", flat=True)
    kind = ProviderKind(row.kind)
    usual = "pharmacy" if kind is ProviderKind.PHARMACY else "unrated"
    return Provider(level or usual, kind.of_policy, frozenset(lists), row.code)


def hosp_lv_on(code: str, day: date) -> str:
    """Return the national class code (`hosp_lv`) of an institution on a day; empty if none."""
    levels = Institution.objects.filter(code=code, levels__during__contains=day)
    return levels.values_list("levels__hosp_lv", flat=True).first() or ""


def can_settle(code: str, day: date, care: str) -> Answer:
    """Say whether an institution can settle a kind of care on a day, and why not.

    It can if, and only if, an agreement covers the care on that day and neither the agreement nor
    that kind of care of it is suspended.

    Args:
        code: the institution (`fixmedins_code`).
        day: the day of care.
        care: a kind of care of the policy files, or a scope of agreements.

    Raises:
        InvalidInput: code ``not_offered``, for care that nothing covers by name.

    """
    scope = SCOPE_OF_CARE.get(care) or _scope(care)
    institution = Institution.objects.filter(code=code).first()
    if institution is None:
        return _no("unknown_institution", f"没有机构 {code}", f"There is no institution {code}")
    if institution.closed_on is not None and day > institution.closed_on:
        return _no("institution_closed", f"{code} 已停业", f"{code} has closed")
    covering = AgreementScope.objects.filter(
        institution=institution, scope=scope, during__contains=day
    ).select_related("agreement")
    found = covering.first()
    if found is None:
        return _no(
            "no_agreement",
            f"{code} 在 {day} 没有覆盖“{scope.label.zh}”的有效协议",
            f"No agreement of {code} covers {scope.label.en} on {day}",
        )
    pause = found.agreement.suspensions.filter(
        Q(scope="") | Q(scope=scope), during__contains=day
    ).first()
    if pause is not None:
        return _no(
            "agreement_suspended",
            f"协议 {found.agreement.number} 自 {pause.first} 起中止：{pause.reason}",
            f"Agreement {found.agreement.number} is suspended from {pause.first}: {pause.reason}",
        )
    return YES


def staff_on(code: str, institution: str, day: date) -> Answer:
    """Say whether what somebody orders at an institution is paid for on a day, and why not.

    A pharmacy fills what the doctors of any institution prescribe.
    """
    works = StaffMember.objects.filter(code=code, during__contains=day)
    if not Institution.objects.filter(code=institution, kind=ProviderKind.PHARMACY).exists():
        works = works.filter(institution__code=institution)
    if not works.exists():
        return _no(
            "not_on_the_staff",
            f"{code} 在 {day} 未在 {institution} 登记",
            f"{code} is not registered at {institution} on {day}",
        )
    decision = StaffStanding.objects.filter(code=code, during__contains=day).first()
    if decision is not None:
        state = Standing(decision.state).label
        return _no(
            "standing_not_in_force",
            f"{code} 的医保支付资格自 {decision.first} 起{state.zh}：{decision.reason}",
            f"The standing of {code} is {state.en} from {decision.first}: {decision.reason}",
        )
    return YES


def standing_on(code: str, day: date) -> Standing:
    """Return somebody's standing on a day."""
    states = StaffStanding.objects.filter(code=code, during__contains=day)
    return Standing(states.values_list("state", flat=True).first() or Standing.IN_FORCE)


def decisions_on(code: str) -> Sequence[StaffStanding]:
    """Return the decisions on somebody's standing, the newest first."""
    return list(StaffStanding.objects.filter(code=code).order_by("-during"))


def agreements_of(code: str) -> Sequence[Agreement]:
    """Return the agreements of an institution, the newest first, with what they cover."""
    return list(
        Agreement.objects.filter(institution__code=code)
        .prefetch_related("scopes", "suspensions")
        .order_by("-during", "number")
    )


def state_of(agreement: Agreement, day: date) -> AgreementState:
    """Return how an agreement stands on a day."""
    return agreement.state_on(day)


def account_on(code: str, day: date) -> BankAccount | None:
    """Return where an institution is paid on a day; None where nobody said."""
    return BankAccount.objects.filter(institution__code=code, during__contains=day).first()


def with_levels(rows: QuerySet[Institution], day: date) -> QuerySet[Institution]:
    """Fetch with institutions their class on a day, as `levels_now`."""
    levels = InstitutionLevel.objects.filter(during__contains=day)
    return rows.prefetch_related(Prefetch("levels", levels, to_attr="levels_now"))


def _scope(care: str) -> CareScope:
    if care in list(CareScope):
        return CareScope(care)
    raise not_offered("care", care, [*SCOPE_OF_CARE, *CareScope])


def _no(code: str, zh: str, en: str) -> Answer:
    return Answer(False, Text(f"{zh}。", f"{en}."), code)
