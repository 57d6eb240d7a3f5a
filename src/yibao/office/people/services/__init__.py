"""The only writers of the people's tables."""

from yibao.office.people.services.bulk import (
    NewPerson,
    Rest,
    Since,
    known_certificates,
    register_many,
)
from yibao.office.people.services.enrolments import (
    cancel_enrolment,
    change_type,
    end_enrolment,
    enrol,
    resume_enrolment,
    suspend_enrolment,
    transfer_out,
)
from yibao.office.people.services.facts import (
    add_cover,
    add_identity,
    end_contract,
    end_disease,
    end_identity,
    file_away,
    register_disease,
    set_figure,
    sign_doctor,
)
from yibao.office.people.services.holding import HOLD, hold, hold_many
from yibao.office.people.services.load import Around, load_persons
from yibao.office.people.services.merging import merge_persons
from yibao.office.people.services.persons import (
    add_certificate,
    correct_certificate,
    correct_person,
    record_death,
    register_person,
)
from yibao.office.people.services.sharing import end_sharing, share_account

__all__ = [
    "HOLD",
    "Around",
    "NewPerson",
    "Rest",
    "Since",
    "add_certificate",
    "add_cover",
    "add_identity",
    "cancel_enrolment",
    "change_type",
    "correct_certificate",
    "correct_person",
    "end_contract",
    "end_disease",
    "end_enrolment",
    "end_identity",
    "end_sharing",
    "enrol",
    "file_away",
    "hold",
    "hold_many",
    "known_certificates",
    "load_persons",
    "merge_persons",
    "record_death",
    "register_disease",
    "register_many",
    "register_person",
    "resume_enrolment",
    "set_figure",
    "share_account",
    "sign_doctor",
    "suspend_enrolment",
    "transfer_out",
]
