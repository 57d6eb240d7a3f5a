"""Identifiers are recognised by shape and check character, and refused with a remedy."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers import (
    ITEM_KINDS,
    SHAPES,
    check_credit_code,
    check_shape,
    kind_of_item,
    kind_of_provider,
    parse_message_number,
    parse_resident_number,
)
from yibao.terms.identifiers.check_characters import credit_check, resident_check


def test_the_examples_of_the_standard_for_residents() -> None:
    woman = parse_resident_number("11010519491231002X")
    assert (woman.division, woman.birth, woman.gend) == ("110105", date(1949, 12, 31), "2")
    assert parse_resident_number("440524188001010014").gend == "1"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105491231002", "old_resident_number"),
        ("1101051949123100", "invalid_resident_number"),
        ("11010519491231002Y", "invalid_resident_number"),
        ("１1010519491231002X", "invalid_resident_number"),
        ("110105194902310024", "impossible_birth_date"),
        ("110105194912310021", "wrong_check_character"),
        ("", "invalid_resident_number"),
        (None, "invalid_resident_number"),
    ],
)
def test_refuses_wrong_resident_numbers(number: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_resident_number(number)
    assert refused.value.code == code
    assert refused.value.remedy.zh


seventeen = st.builds(
    lambda day, rest: f"990121{day:%Y%m%d}{rest:03d}",
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 999),
)


@given(seventeen, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_a_resident_number_is_noticed(body: str, place: int, shift: int) -> None:
    number = body + resident_check(body)
    assert parse_resident_number(number).number == number
    wrong = str((int(number[place]) + shift) % 10)
    with pytest.raises(InvalidInput):
        parse_resident_number(number[:place] + wrong + number[place + 1 :])


def test_the_example_of_the_standard_for_organisations() -> None:
    assert check_credit_code("91350100M000100Y43") == "91350100M000100Y43"


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_credit_code_is_noticed(serial: int, place: int, shift: int) -> None:
    body = f"91990100{serial:09d}"
    code = body + credit_check(body)
    assert check_credit_code(code) == code
    at = 8 + place
    wrong = code[:at] + str((int(code[at]) + shift) % 10) + code[at + 1 :]
    with pytest.raises(InvalidInput) as refused:
        check_credit_code(wrong)
    assert refused.value.code == "wrong_check_character"


@pytest.mark.parametrize("code", ["", "91350100I000100Y43", "91350100M000100Y4", None])
def test_refuses_what_is_no_credit_code(code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_credit_code(code)
    assert refused.value.code == "invalid_credit_code"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("XJ01XDT045A001010104642", "western_drug"),
        ("XN01BBA064B002010178765", "western_drug"),
        ("XA11GAW043A013010100002", "western_drug"),
        ("ZA01AAS0001010100001", "patent_drug"),
        ("T001700001", "herbal_piece"),
        ("T0112000011000100001", "herbal_granule"),
        ("C0344051070500007551", "consumable"),
        ("C15011121200000107660000016", "consumable"),
        ("002501010150200", "service"),
        ("001101000010000-100000002", "service"),
        ("001102000000100-110200002", "service"),
    ],
)
def test_kind_of_item(code: str, kind: str) -> None:
    assert kind_of_item(code) == kind
    assert sum(SHAPES[key].matches(code) for key in ITEM_KINDS) == 1


@pytest.mark.parametrize(
    "code",
    [
        "",
        "X",
        "XJ01XDT045A00101010464",
        "xJ01XDT045A001010104642",
        "00250101015020",
        "C034",
        "T00170000１",
    ],
)
def test_refuses_items_of_no_shape(code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        kind_of_item(code)
    assert refused.value.code == "unknown_item_shape"


def test_kind_of_provider() -> None:
    assert kind_of_provider("H43028100255") == "hospital"
    assert kind_of_provider("P61010300001") == "pharmacy"
    with pytest.raises(InvalidInput):
        kind_of_provider("Q61010300001")


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("doctor", "D220172023129", "D22017202312"),
        ("nurse", "N220172023129", "D220172023129"),
        ("technician", "HY220172023129", "HX220172023129"),
        ("chronic_disease", "M00001", "M0001"),
        ("diagnosis", "A01.001", "A0.1"),
        ("diagnosis", "I10.x00x002", "I10.x0"),
        ("diagnosis", "A01", "a01"),
        ("operation", "01.01001", "1.01"),
        ("operation", "36.0700x004", "36.0700x04"),
        ("operation", "36.07", "36."),
    ],
)
def test_shapes(key: str, good: str, bad: str) -> None:
    assert check_shape(key, good, "code") == good
    with pytest.raises(InvalidInput) as refused:
        check_shape(key, bad, "code")
    assert refused.value.code == f"invalid_{key}"


def test_every_shape_says_how_surely_it_is_known_and_fits_its_example() -> None:
    for shape in SHAPES.values():
        assert shape.confidence in {"verified", "inferred"}
        assert not shape.example or shape.matches(shape.example)
        assert not shape.matches("")


def test_message_numbers() -> None:
    number = parse_message_number("H50010302473202108270958272985")
    assert (number.provider, number.sequence) == ("H50010302473", "2985")
    assert number.sent_at.isoformat() == "2021-08-27T09:58:27+08:00"


@pytest.mark.parametrize(
    "text",
    [
        "H5001030247320210827095827298",
        "H50010302473202113270958272985",
        "H50010302473202108272458272985",
        "X50010302473202108270958272985",
        "",
    ],
)
def test_refuses_wrong_message_numbers(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_message_number(text)
    assert (refused.value.code, refused.value.field) == ("invalid_message_number", "msgid")
