"""Words of a report: lines that break as Chinese does, amounts and shares without a float."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yibao.benefit.person import Filing, Insured, Person, Spell
from yibao.benefit.stay import Provider, Stay
from yibao.policy import load_policy
from yibao.synthetic.words import person_words, visit_words
from yibao.terms.typesetting import flow, percent, width_of, yuan

SINCE = date(2020, 1, 1)
WORDS = st.text(alphabet="医保 起付，。（）[1]abc 12%¥", max_size=80)


@given(WORDS, st.integers(16, 60))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = flow(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    unbroken = max(map(width_of, text.replace("，", "， ").split()), default=0)
    assert all(width_of(line) <= max(width, unbroken) for line in lines)


def test_no_line_begins_with_closing_punctuation() -> None:
    said = "起付标准200元（本市内、乡镇卫生院），按92%支付（乡镇卫生院、灵活就业）。" * 4
    for width in range(20, 60):
        assert not any(line[0] in "，。）、%" for line in flow(said, width))
        assert not any(line[-1] == "（" for line in flow(said, width))


def test_english_breaks_between_words() -> None:
    assert flow("The deductible is borne by the person.", 20) == [
        "The deductible is",
        "borne by the person.",
    ]


def test_a_footnote_mark_stays_with_its_sentence() -> None:
    assert flow("按92%支付。[1]", 10) == ["按92%支", "付。[1]"]


def test_amounts_and_shares() -> None:
    assert yuan(5) == "0.05"
    assert yuan(150, whole=True) == "2"
    assert percent(1, 8) == "12.5%"
    assert percent(1, 1) == "100.0%"


def test_who_somebody_is() -> None:
    person = Person(
        "1",
        date(1960, 5, 1),
        (
            Spell(Insured("310", "working"), SINCE, date(2022, 6, 30)),
            Spell(Insured("310", "retired"), date(2022, 7, 1)),
        ),
        covers=(Spell("large_sum", SINCE),),
        filed=(Spell("diabetes", SINCE),),
        filings=(Spell(Filing("long_term"), SINCE),),
    )
    said = person_words(person, date(2022, 1, 1), load_policy("cn/61/6101"))
    assert said.zh == (
        "61 岁；至 2022-06-30 在职，职工基本医疗保险；退休，职工基本医疗保险；"
        "另有职工大额医疗费用补助；备案病种：糖尿病；长期异地居住备案"
    )
    assert said.en.isascii()


def test_what_a_visit_was() -> None:
    stay = Stay(
        *("1", "inpatient", date(2022, 1, 3), date(2022, 1, 4), date(2022, 1, 4)),
        Provider("secondary"),
        place="in_province",
        link="up",
    )
    said = visit_words(stay, load_policy("cn/61/6101"), "referral")
    assert said.zh == "住院 · 1 天 · 二级医院 · 市外省内 · 转诊备案 · 上转"
    assert "1 day ·" in said.en
