"""The bill in one sheet (一单制结算单): all layers one under the other, every yuan explained."""

from __future__ import annotations

from dataclasses import dataclass

from yibao import benefit
from yibao.office.claims.models import AccountUse, Diagnosis, Payer, Settlement
from yibao.office.claims.queries.billed_lines import origin_of
from yibao.office.claims.queries.sheet_charges import Charges, charges
from yibao.office.claims.queries.sheet_layers import Explained, explained
from yibao.office.claims.queries.sheet_words import plain_words
from yibao.office.claims.queries.trace import retraced_or_reason
from yibao.office.claims.queries.within import reversal_of
from yibao.office.people.queries import person_row
from yibao.office.providers.queries import institution_row
from yibao.terms.dates import age_on
from yibao.terms.funds import fund
from yibao.terms.text import Text

_KINDS = ("fund", "account", "hospital")
"""In this order payers are listed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a sum that is shown to add up, in fen."""

    label: Text
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum and its terms (勾稽): they add up, which the table's constraints promise too."""

    whole: Term
    terms: tuple[Term, ...]

    @property
    def holds(self) -> bool:
        """Whether the terms add up to the whole."""
        return self.whole.amount_fen == sum(term.amount_fen for term in self.terms)


@dataclass(frozen=True, slots=True)
class Who:
    """Whom the sheet is for; names are whole, screens mask them."""

    number: str
    name: str
    certificate: str
    sex: str
    age: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the sheet says; `explained` is None where `why_not` says why."""

    row: Settlement
    reversed_by: Settlement | None
    who: Who
    institution: str
    diagnoses: tuple[Diagnosis, ...]
    charges: Charges
    explained: Explained | None
    why_not: Text
    payers: tuple[Term, ...]
    accounts: tuple[AccountUse, ...]
    identities: tuple[Identity, ...]
    plain: tuple[Text, ...]


def sheet(row: Settlement) -> Sheet:
    """Collect the sheet of a settlement, or of a reversal."""
    return sheet_of(row, *retraced_or_reason(origin_of(row)))


def sheet_of(row: Settlement, made: benefit.Settlement | None, why_not: Text) -> Sheet:
    """Collect the sheet of a settlement that was computed once more, or could not be."""
    return Sheet(
        row=row,
        reversed_by=reversal_of(row),
        who=_who(row),
        institution=institution_row(row.provider).name,
        diagnoses=tuple(row.visit.diagnoses.order_by("-is_main", "stage", "place")),
        charges=charges(row),
        explained=None if made is None else explained(made),
        why_not=why_not,
        payers=tuple(term for _, term in paid_by(row)),
        accounts=account_uses(row),
        identities=identities(row),
        plain=plain_words(row),
    )


def paid_by(row: Settlement) -> tuple[tuple[str, Term], ...]:
    """Return by `fund_pay_type` what every fund pays, accounts and hospital among them."""
    rows = Payer.objects.filter(settlement_id=row.pk).order_by("fund_pay_type")
    found = [(fund(each.fund_pay_type), each.amount_fen) for each in rows]
    found.sort(key=lambda pair: _KINDS.index(pair[0].kind))
    return tuple((payer.code, Term(payer.label, amount)) for payer, amount in found)


def account_uses(row: Settlement) -> tuple[AccountUse, ...]:
    """Return what each personal account paid, and held afterwards."""
    return tuple(AccountUse.objects.filter(settlement_id=row.pk).order_by("owner"))


def identities(row: Settlement) -> tuple[Identity, ...]:
    """Return the three sums that every settlement holds."""
    total = Term(Text("总费用", "Total"), row.total_fen)
    personal = Term(Text("个人负担", "Borne by you"), row.personal_fen)
    return (
        Identity(
            total,
            (
                Term(Text("全自费", "Not covered"), row.full_self_fen),
                Term(Text("超限价", "Above limits"), row.over_limit_fen),
                Term(Text("先行自付", "Paid first"), row.first_pay_fen),
                Term(Text("政策范围内", "In scope"), row.in_scope_fen),
            ),
        ),
        Identity(
            total,
            (
                Term(Text("基金支付", "Funds"), row.fund_fen),
                Term(Text("医院负担", "Hospital"), row.hospital_fen),
                personal,
            ),
        ),
        Identity(
            personal,
            (
                Term(Text("个人账户", "Accounts"), row.account_fen),
                Term(Text("现金", "Cash"), row.cash_fen),
            ),
        ),
    )


def _who(row: Settlement) -> Who:
    person = person_row(row.person)
    return Who(
        row.person,
        person.name,
        person.certificate_number,
        person.sex,
        age_on(person.birth, row.begins_on),
    )
