"""The field catalogue and masks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.office.base.actor import Actor
from yibao.office.base.field import DataClass
from yibao.office.base.field_catalogue import columns_without_field, fields, masked
from yibao.office.base.masks import MaskKind, mask
from yibao.office.base.rights.granted import Grant, Granted
from yibao.office.base.roles import Role


def test_every_column_has_a_class_and_a_level():
    assert columns_without_field() == []


COVERED = ("phone", "password", "resident_number", "bank_account", "address", "certificate_number")


def test_what_names_or_reaches_a_person_is_masked():
    bare = [
        field.code
        for field in fields().values()
        if field.data_class is DataClass.PERSON and field.code.endswith(COVERED) and not field.mask
    ]
    assert bare == []


@given(st.sampled_from(MaskKind), st.text(min_size=1, max_size=40))
def test_a_mask_hides_something_and_keeps_the_length(kind, value):
    covered = mask(kind, value)
    assert len(covered) == len(value)
    assert "*" in covered


@pytest.mark.parametrize(
    ("kind", "value", "seen"),
    [
        (MaskKind.RESIDENT_NUMBER, "990121199001011234", "990121********1234"),
        (MaskKind.PHONE, "13800001234", "138****1234"),
        (MaskKind.BANK_ACCOUNT, "6222000011112222", "************2222"),
        (MaskKind.ADDRESS, "示范市示范县一号路2号", "示范市示范县*****"),
        (MaskKind.NAME, "张三丰", "张*丰"),
    ],
)
def test_masks_by_kind(kind, value, seen):
    assert mask(kind, value) == seen


def test_who_may_reveal_sees_the_whole():
    code = "base.account.phone"
    administration = Granted(Actor(1, "甲"), (Grant(Role.ADMINISTRATION, "990100"),))
    fund = Granted(Actor(2, "乙"), (Grant(Role.FUND, "990100"),))
    assert masked(administration, code, "13800001234") == "13800001234"
    assert masked(fund, code, "13800001234") == "138****1234"
    assert masked(fund, code, None) is None
