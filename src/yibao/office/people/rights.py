"""Who may do what with persons, enrolment and registrations (权限)."""

from yibao.office.base.rights.permission import Permission
from yibao.office.base.roles import Role
from yibao.terms.text import Text

_CLERKS = frozenset({Role.ENROLMENT})
_READERS = frozenset(
    {
        *(Role.ENROLMENT, Role.COLLECTION, Role.BENEFITS, Role.SETTLEMENT),
        *(Role.PAYMENT, Role.SUPERVISION),
    }
)
_BENEFITS = frozenset({Role.BENEFITS})

PERMISSIONS = (
    Permission(
        "people.person.view", Text("查看参保人员", "See persons"), _READERS | {Role.INSURED}
    ),
    Permission(
        "people.person.reveal",
        Text("查看完整姓名与证件", "See whole names and certificates"),
        frozenset({Role.ENROLMENT, Role.BENEFITS, Role.INSURED}),
    ),
    Permission(
        "people.certificate.reveal",
        Text("查看完整证件号码", "See whole certificates"),
        frozenset({Role.ENROLMENT, Role.BENEFITS, Role.INSURED}),
    ),
    Permission("people.person.edit", Text("登记、更正人员", "Register persons"), _CLERKS),
    Permission("people.person.approve", Text("合并重复人员", "Merge duplicates"), _CLERKS),
    Permission("people.person.import", Text("导入人员", "Import persons"), _CLERKS),
    Permission("people.person.export", Text("导出人员", "Export persons"), _CLERKS),
    Permission(
        "people.lookup.view",
        Text("按证件查找参保人员", "Look a person up by certificate"),
        _READERS | {Role.PROVIDER},
    ),
    Permission(
        "people.enrolment.view", Text("查看参保记录", "See enrolment"), _READERS | {Role.INSURED}
    ),
    Permission("people.enrolment.edit", Text("办理参保业务", "Enrol, suspend, end"), _CLERKS),
    Permission("people.enrolment.export", Text("导出参保记录", "Export enrolment"), _CLERKS),
    Permission(
        "people.identity.view",
        Text("查看救助身份", "See identities"),
        frozenset({Role.ENROLMENT, Role.COLLECTION, Role.BENEFITS, Role.SUPERVISION, Role.INSURED}),
    ),
    Permission(
        "people.identity.edit",
        Text("认定、退出救助身份", "Add and end identities"),
        frozenset({Role.ENROLMENT, Role.BENEFITS}),
    ),
    Permission(
        "people.registration.view",
        Text("查看慢特病登记与备案", "See registrations and filings"),
        frozenset({Role.BENEFITS, Role.SETTLEMENT, Role.SUPERVISION, Role.INSURED}),
    ),
    Permission(
        "people.registration.edit",
        Text("登记慢特病、异地备案、签约", "Register diseases, file, sign up"),
        _BENEFITS,
    ),
)
