"""Figures hang together, and a name that is not there is refused."""

import pytest

from yibao.synthetic.region.figures import count, figures, value


def test_refuses_an_unknown_name() -> None:
    with pytest.raises(KeyError, match="no figure"):
        value("no_such_figure")


def test_refuses_a_part_of_a_thing() -> None:
    with pytest.raises(ValueError, match="no whole number"):
        count("active_to_retired")


def test_relief_gives_the_base() -> None:
    # 2,680 万 / 4.05 万 persons / 5 months = 132.35 yuan; / (6.3 % / 2) = 4,201 yuan.
    assert round(value("relief_a_head_and_month"), 2) == 132.35
    assert round(value("enterprise_base")) == 4201


def test_printed_figures_agree() -> None:
    # 132 + 31 + 3 levelled hospitals and 126 others are the 292 with an agreement.
    assert count("institutions_unrated") == 292 - 132 - 31 - 3
    assert value("employees_working") + value("employees_retired") == value("employees_insured")
    assert round(value("retiree_cost_multiple"), 2) == 3.34


def test_every_figure_says_where_it_comes_from() -> None:
    for one in figures().values():
        assert one.source or one.status != "sourced", one.name
        assert one.note or one.source or one.status == "assumed", one.name
