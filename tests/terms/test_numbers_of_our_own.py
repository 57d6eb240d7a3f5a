"""Our own numbers read back, sort by date, and notice a slip."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers.check_characters import ALPHANUMERIC, alphanumeric_check
from yibao.terms.own_ids import KINDS, SEQUENCE_MAX, grouped, make, parse

kinds = st.sampled_from(sorted(KINDS))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
sequences = st.integers(0, SEQUENCE_MAX)


@given(kinds, days, sequences)
def test_reads_back(kind: str, day: date, sequence: int) -> None:
    number = make(kind, "610113", day, sequence)
    assert len(number) == 24
    for written in (number, grouped(number), number.lower(), f"{number[:7]}-{number[7:]}"):
        parts = parse(written)
        assert (parts.kind, parts.division) == (kind, "610113")
        assert (parts.day, parts.sequence) == (day, sequence)


@given(kinds, days, sequences, st.integers(0, 23), st.integers(1, 35))
def test_every_single_slip_is_noticed(
    kind: str, day: date, sequence: int, place: int, shift: int
) -> None:
    number = make(kind, "990121", day, sequence)
    at = ALPHANUMERIC.index(number[place])
    wrong = number[:place] + ALPHANUMERIC[(at + shift) % 36] + number[place + 1 :]
    with pytest.raises(InvalidInput):
        parse(wrong)


def test_nearly_every_exchange_of_neighbouring_digits_is_noticed() -> None:
    noticed = missed = 0
    for sequence in range(0, 10**8, 99_991):
        number = make("visit", "990121", date(2024, 3, 15), sequence)
        for place in range(15, 22):
            one, two = number[place], number[place + 1]
            if one != two:
                wrong = number[:place] + two + one + number[place + 2 : 23]
                if alphanumeric_check(wrong) == number[23]:
                    missed += 1
                else:
                    noticed += 1
    assert noticed > 5_000
    assert missed / noticed < 0.02


@given(days, days, sequences, sequences)
def test_sorts_by_date_and_sequence(one: date, two: date, first: int, second: int) -> None:
    numbers = sorted([make("visit", "610113", one, first), make("visit", "610113", two, second)])
    parts = [parse(number) for number in numbers]
    assert (parts[0].day, parts[0].sequence) <= (parts[1].day, parts[1].sequence)


def test_a_known_example_of_the_check_character() -> None:
    # The example of the Global Release Identifier, which uses ISO 7064 mod 37,36.
    assert alphanumeric_check("A12425GABC1234002") == "M"


def test_letters_are_unlike_digits_and_each_others() -> None:
    letters = [letter for letter, _ in KINDS.values()]
    assert len(set(letters)) == len(letters)
    assert not set(letters) & set("IOQ")


@pytest.mark.parametrize("sequence", [-1, SEQUENCE_MAX + 1])
def test_the_sequence_has_eight_digits(sequence: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        make("visit", "610113", date(2024, 1, 1), sequence)
    assert refused.value.code == "sequence_out_of_range"


def test_the_two_ways_a_number_is_wrong() -> None:
    number = make("visit", "610113", date(2024, 1, 1), 1)
    other = "0" if number[-1] != "0" else "1"
    with pytest.raises(InvalidInput) as refused:
        parse(number[:-1] + other)
    assert refused.value.code == "wrong_check_character"
    for text in (
        "",
        "310003327436",
        number[:-1],
        "Z" + number[1:],
        number[:11] + "99" + number[13:],
    ):
        with pytest.raises(InvalidInput) as refused:
            parse(text, "mdtrt_id")
        assert (refused.value.code, refused.value.field) == ("invalid_number", "mdtrt_id")
