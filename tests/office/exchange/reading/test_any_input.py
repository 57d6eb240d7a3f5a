"""Whatever JSON comes, the reader answers with typed values or a refusal; nothing else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office.exchange.reading.test_forms import line
from yibao.office.exchange.definitions import definitions
from yibao.office.exchange.reading import read_input
from yibao.office.exchange.writing import write_output, write_text
from yibao.terms.errors import InvalidInput

NAMES = sorted(
    {
        field.name
        for each in definitions().values()
        for node in each.request.values()
        for field in node.fields
    }
    | {node for each in definitions().values() for node in each.request}
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(["null", "", "2024-02-30", "1E+400", "-0", "2024-01-01 00:00:00", "01"]),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=12), inner, max_size=8)
    ),
    max_leaves=30,
)


@pytest.mark.parametrize("infno", sorted(definitions()))
@settings(max_examples=40, deadline=None)
@given(raw=JSON)
def test_typed_values_or_a_refusal(infno: str, raw: object) -> None:
    try:
        read = read_input(infno, raw)
    except InvalidInput as refusal:
        read, said = {}, refusal.field + refusal.message("zh")
    else:
        said = "读"
    assert said.isprintable()
    for node in read.values():
        for row in node if isinstance(node, tuple) else (node,):
            for value in row.values():
                assert value is None or isinstance(value, str | int | date | datetime | tuple)
                assert not isinstance(value, bool)
                if isinstance(value, str):
                    value.encode("utf-8")


@settings(deadline=None)
@given(fen=st.integers(-(10**16) + 1, 10**16 - 1))
def test_an_amount_survives_the_way_in(fen: int) -> None:
    yuan = Decimal(fen).scaleb(-2)
    for sent in (yuan, f"{yuan:.2f}", f"{yuan:f}", f"{yuan:E}"):
        (row,) = read_input("2204", {"feedetail": [line(det_item_fee_sumamt=sent)]})["feedetail"]
        assert row["det_item_fee_sumamt"] == fen


@settings(deadline=None)
@given(fen=st.integers(-(10**13), 10**13))
def test_an_amount_survives_the_way_out(fen: int) -> None:
    text = write_text("2207", {"setlinfo": {"medfee_sumamt": fen}})
    written = text.partition('"medfee_sumamt":')[2].partition(",")[0]
    assert Decimal(written) * 100 == fen
    assert len(written.partition(".")[2]) == 2


@settings(deadline=None)
@given(name=st.text(st.characters(exclude_categories=("Cs",)), max_size=50))
def test_any_text_is_written_as_json(name: str) -> None:
    assert write_output("2207", {"setlinfo": {"psn_name": name}})["setlinfo"]["psn_name"] == name
