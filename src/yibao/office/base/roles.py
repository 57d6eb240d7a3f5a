"""The roles (岗位角色) of a healthcare-security region."""

from __future__ import annotations

from enum import StrEnum

from yibao.terms.text import Text


class Role(StrEnum):
    """What somebody's work is; rights are given to roles, never to accounts.

    >>> Role.FUND.label.zh
    '基金财务'
    """

    ENROLMENT = "enrolment"
    COLLECTION = "collection"
    BENEFITS = "benefits"
    SETTLEMENT = "settlement"
    PAYMENT = "payment"
    SUPERVISION = "supervision"
    FUND = "fund"
    PROCUREMENT = "procurement"
    CATALOGUE = "catalogue"
    ADMINISTRATION = "administration"
    PROVIDER = "provider"
    INSURED = "insured"

    @property
    def label(self) -> Text:
        """Its name for people."""
        return _LABELS[self]

    @property
    def is_officer(self) -> bool:
        """Whether it belongs to the bureau or the agency, and so has a division.

        >>> Role.PROVIDER.is_officer
        False
        """
        return self not in {Role.PROVIDER, Role.INSURED}


OFFICERS = frozenset(role for role in Role if role.is_officer)

_LABELS = {
    Role.ENROLMENT: Text("参保经办", "Enrolment"),
    Role.COLLECTION: Text("征缴", "Collection"),
    Role.BENEFITS: Text("待遇", "Benefits"),
    Role.SETTLEMENT: Text("结算", "Settlement"),
    Role.PAYMENT: Text("支付", "Payment"),
    Role.SUPERVISION: Text("稽核监管", "Supervision"),
    Role.FUND: Text("基金财务", "Fund accounting"),
    Role.PROCUREMENT: Text("招采价格", "Procurement and prices"),
    Role.CATALOGUE: Text("目录", "Catalogues"),
    Role.ADMINISTRATION: Text("系统管理", "Administration"),
    Role.PROVIDER: Text("定点机构", "Provider"),
    Role.INSURED: Text("参保人", "Insured person"),
}
