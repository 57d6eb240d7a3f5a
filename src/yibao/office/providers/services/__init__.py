"""The only writers of the providers' tables."""

from yibao.office.providers.services.agreements import (
    end_agreement,
    resume_agreement,
    sign_agreement,
    suspend_agreement,
)
from yibao.office.providers.services.bulk import (
    NewAgreement,
    NewInstitution,
    NewStaff,
    known_codes,
    register_many,
)
from yibao.office.providers.services.institutions import (
    close_department,
    correct_institution,
    list_institution,
    open_department,
    register_institution,
    set_bank_account,
    set_level,
)
from yibao.office.providers.services.staff import (
    leave_staff,
    register_staff,
    remove_staff,
    restore_staff,
    suspend_staff,
)

__all__ = [
    "NewAgreement",
    "NewInstitution",
    "NewStaff",
    "close_department",
    "correct_institution",
    "end_agreement",
    "known_codes",
    "leave_staff",
    "list_institution",
    "open_department",
    "register_institution",
    "register_many",
    "register_staff",
    "remove_staff",
    "restore_staff",
    "resume_agreement",
    "set_bank_account",
    "set_level",
    "sign_agreement",
    "suspend_agreement",
    "suspend_staff",
]
