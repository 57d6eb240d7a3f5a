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

__all__ = [
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
