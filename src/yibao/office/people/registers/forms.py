"""The forms of the people's registers (表单)."""

from __future__ import annotations

from typing import Any

from django import forms

from yibao.office.people.registers import words as say
from yibao.office.providers.forms import EVIDENCE, choice, day, stays, words
from yibao.terms.text import Text


class PersonForm(forms.Form):
    """A person; the certificate of one who is registered has an action of its own."""

    certificate_type = choice(
        Text("证件类型", "Kind of certificate"), say.national("psn_cert_type"), required=False
    )
    certificate_number = words(say.CERTIFICATE, 50, required=False)
    name = words(say.NAME, 50)
    sex = choice(say.SEX, say.national("gend"))
    birth = day(say.BIRTH)
    nationality = choice(Text("民族", "Nationality"), say.national("naty"), required=False)
    division = words(say.DIVISION, 6)
    phone = words(Text("联系电话", "Phone"), 50, required=False)
    address = words(Text("联系地址", "Address"), 200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("certificate_type", "certificate_number"):
            stays(self, name)


class EnrolForm(forms.Form):
    """A spell of insurance."""

    insutype = choice(say.SCHEME, say.national("insutype"))
    psn_type = choice(say.TYPE, say.national("psn_type"))
    division = words(say.DIVISION, 6)
    employer = words(Text("单位编号", "Employer's number"), 40, required=False)
    employer_name = words(Text("单位名称", "Employer's name"), 200, required=False)
    premium_class = choice(Text("缴费档次", "Premium class"), say.PREMIUM_CLASSES)
    rank = choice(Text("公务员职级", "Rank"), say.RANKS)
    benefits_from = day(Text("待遇开始日期", "Benefits from"), required=False)
    first = day(say.FIRST)
    last = day(say.LAST, required=False)


class SuspendForm(forms.Form):
    """Days on which a spell rests."""

    kind = choice(
        Text("类型", "Kind"),
        [("paused", Text("暂停参保", "suspended")), ("arrears", Text("欠费", "in arrears"))],
    )
    first = day(say.FIRST)
    last = day(say.LAST, required=False)
    reason = words(say.REASON, 500, long=True)


class FromForm(forms.Form):
    """From when something counts."""

    first = day(say.FIRST)


class UntilForm(forms.Form):
    """The last day of something and why."""

    last = day(say.LAST)
    reason = words(say.REASON, 500, long=True)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = words(say.REASON, 500, long=True)


class TypeForm(forms.Form):
    """Another kind of person from a day on."""

    psn_type = choice(say.TYPE, say.national("psn_type"))
    first = day(say.FIRST)


class TransferForm(forms.Form):
    """Where a person's insurance goes, and the last day here."""

    destination = words(Text("转入地区划", "Division of destination"), 6)
    last = day(say.LAST)


class DeathForm(forms.Form):
    """The day of a death."""

    death = day(Text("死亡日期", "Day of death"))


class MergeForm(forms.Form):
    """The other number of the same person."""

    duplicate = words(Text("重复的人员编号", "Number of the duplicate"), 30)
    reason = words(say.REASON, 500, long=True)


class CertificateForm(forms.Form):
    """A certificate."""

    kind = choice(Text("证件类型", "Kind of certificate"), say.national("psn_cert_type"))
    certificate = words(say.CERTIFICATE, 50)


class IdentityForm(forms.Form):
    """An identity that earns help."""

    category = choice(say.CATEGORY, ())
    evidence = words(EVIDENCE, 200)
    source = words(Text("认定部门", "Department"), 100)
    first = day(say.FIRST)
    last = day(say.LAST, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = say.of_policy("category")  # type: ignore[attr-defined]


class DiseaseForm(forms.Form):
    """The registration of a chronic or special disease."""

    disease = choice(say.DISEASE, ())
    institution = words(Text("鉴定机构编号", "Institution"), 12)
    doctor = words(Text("诊断医师编码", "Doctor"), 14, required=False)
    evidence = words(Text("鉴定材料", "Evidence"), 200)
    first = day(say.FIRST)
    last = day(say.LAST, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disease"].choices = say.of_policy("disease")  # type: ignore[attr-defined]


class FilingForm(forms.Form):
    """A filing for care away from home."""

    kind = choice(Text("备案类型", "Kind"), say.FILINGS)
    destination = words(Text("就医地区划", "Destination"), 6)
    reason = words(say.REASON, 500, required=False)
    first = day(say.FIRST)
    last = day(say.LAST, required=False)


class SharingForm(forms.Form):
    """Who may use a person's account."""

    member = words(Text("共济成员编号", "Number of the member"), 30)
    first = day(say.FIRST)
    last = day(say.LAST, required=False)


class ContractForm(forms.Form):
    """A contract with a family doctor's institution."""

    institution = words(Text("签约机构编号", "Institution"), 12)
    doctor = words(Text("签约医师编码", "Doctor"), 14, required=False)
    first = day(say.FIRST)
    last = day(say.LAST, required=False)
