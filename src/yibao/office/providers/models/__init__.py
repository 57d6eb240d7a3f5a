"""The tables of the providers' office."""

from yibao.office.providers.models.agreement import (
    Agreement,
    AgreementScope,
    AgreementSuspension,
)
from yibao.office.providers.models.institution import (
    BankAccount,
    Department,
    Institution,
    InstitutionLevel,
    InstitutionListing,
)
from yibao.office.providers.models.staff import StaffMember, StaffStanding

__all__ = [
    "Agreement",
    "AgreementScope",
    "AgreementSuspension",
    "BankAccount",
    "Department",
    "Institution",
    "InstitutionLevel",
    "InstitutionListing",
    "StaffMember",
    "StaffStanding",
]
