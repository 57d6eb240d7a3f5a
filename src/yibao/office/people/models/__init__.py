"""The tables of the people's office."""

from yibao.office.people.models.enrolment import Enrolment, EnrolmentPause
from yibao.office.people.models.facts import (
    AwayFiling,
    Cover,
    DiseaseRegistration,
    DoctorContract,
    Figure,
    Identity,
)
from yibao.office.people.models.person import Certificate, Person
from yibao.office.people.models.sharing import AccountSharing

__all__ = [
    "AccountSharing",
    "AwayFiling",
    "Certificate",
    "Cover",
    "DiseaseRegistration",
    "DoctorContract",
    "Enrolment",
    "EnrolmentPause",
    "Figure",
    "Identity",
    "Person",
]
