"""The judgement in SQL and the reading in Python agree, whatever somebody writes into a cell."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from yibao.office.imports.cells import TIDY, faults, value_of
from yibao.office.imports.explain import explanation, possible_faults
from yibao.office.imports.kind import COLUMN_KINDS, FileColumn
from yibao.office.imports.staging import cursor_of
from yibao.terms.text import Text

LABEL = Text("列", "column")
KINDS = [kind for kind in COLUMN_KINDS if kind not in {"text", "code"}]

numbers = st.from_regex(r"-?[0-9]{0,14}\.?[0-9]{0,8}%?", fullmatch=True)
dates = st.from_regex(
    r"[0-9]{4}[-/.]?[0-9]{1,2}[-/.]?[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?", fullmatch=True
)
written = st.one_of(
    numbers,
    dates,
    st.dates().map(str),
    st.datetimes().map(lambda at: at.isoformat(" ", "seconds")),
    st.sampled_from(
        ["0", "1", "是", "1e5", "١٢", "１２", "NaN", "Infinity", "0000-01-01", "-", "1.", ".5"]
    ),
    st.text(max_size=12).filter(lambda text: "\0" not in text),
)


def judged(column: FileColumn, text: str | None) -> str | None:
    cell = sql.SQL("{}::text").format(sql.Literal(text))
    with cursor_of() as cursor:
        row = cursor.execute(sql.SQL("SELECT {}").format(faults(column, cell))).fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def python_reads(column: FileColumn, text: str) -> bool:
    """Say by other means than the engine's whether a cell is of its kind."""
    try:
        if column.kind == "date":
            return date.fromisoformat(text).isoformat() == text
        if column.kind == "time":
            return datetime.fromisoformat(text).isoformat(" ", "seconds") == text
        if column.kind == "flag":
            return text in {"0", "1"}
        if not text.isascii() or set(text) - set("-0123456789.%"):
            return False
        share = column.kind == "ratio"
        number = Decimal(text.removesuffix("%") if share else text)
        if share:
            fits = 0 <= number <= (100 if "%" in text else 1)
            return fits and not text.startswith("-") and _plain(text.removesuffix("%"))
        return abs(number) < 10**12 and _plain(text)
    except (ValueError, ArithmeticError):
        return False


def _plain(text: str) -> bool:
    whole, dot, part = text.removeprefix("-").partition(".")
    return whole.isdigit() and (not dot or part.isdigit())


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=written)
def test_sql_lets_through_what_python_reads(kind: str, text: str, db: None) -> None:
    column = FileColumn("x", LABEL, kind, scale=20 if kind == "number" else 4)
    tidied = TIDY.get(kind, str)(text.strip())
    fault = judged(column, tidied or None)
    if fault is None:
        value_of(column, tidied or None)
        assert not tidied or python_reads(column, tidied)
    else:
        assert fault in possible_faults(column)
        exact = kind in {"date", "time", "flag"}
        assert not exact or not python_reads(column, tidied)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("money", "99999999.99", 9_999_999_999),
        ("money", "-0.01", -1),
        ("price", "1234.567891", 1_234_567_891),
        ("ratio", "0.15", 150_000),
        ("ratio", "100%", 1_000_000),
        ("ratio", "1", 1_000_000),
        ("integer", "-12", -12),
        ("number", "1.50", Decimal("1.50")),
        ("flag", "0", False),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("text", "0012", "0012"),
    ],
)
def test_values(kind: str, text: str, value: object, db: None) -> None:
    column = FileColumn("x", LABEL, kind)
    assert judged(column, text) is None
    assert value_of(column, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("money", "0.001"),
        ("money", "1,200"),
        ("money", "1" * 13),
        ("price", "0.0000001"),
        ("ratio", "1.1"),
        ("ratio", "101%"),
        ("ratio", "-0.1"),
        ("integer", "1.0"),
        ("date", "1900-02-29"),
        ("time", "2024-01-01 24:00:00"),
    ],
)
def test_what_is_refused(kind: str, text: str, db: None) -> None:
    assert judged(FileColumn("x", LABEL, kind), text) == f"invalid_{kind}"


def test_lengths_count_characters_not_bytes(db: None) -> None:
    column = FileColumn("x", LABEL, max_length=2)
    assert judged(column, "医保") is None
    assert judged(column, "医保局") == "too_long"


@pytest.mark.parametrize("kind", COLUMN_KINDS)
def test_every_fault_is_explained_in_both_languages(kind: str) -> None:
    column = FileColumn(
        "x", LABEL, kind, required=True, pattern="a", codes={"a": LABEL}, minimum=1, maximum=2
    )
    for code in possible_faults(column):
        reason, remedy = explanation(column, code)
        assert reason.zh.endswith("。")
        assert reason.en.endswith(".")
        assert remedy.zh.endswith("。")
        assert remedy.en.endswith(".")
