"""An error says what was wrong, where, and what to do, in both languages, and survives copying."""

import pickle

import pytest

from yibao.terms.errors import InvalidInput, PolicyError, PolicyUnknown, YibaoError
from yibao.terms.text import Text

REASON = Text("金额过大。", "The amount is too large.")
REMEDY = Text("请核对。", "Check it.")


def test_says_everything() -> None:
    error = InvalidInput("amount_too_large", "medfee_sumamt", REASON, REMEDY)
    assert str(error) == "amount_too_large: medfee_sumamt: The amount is too large. Check it."
    assert error.message("zh") == "金额过大。请核对。"
    assert error.message("en") == "The amount is too large. Check it."


def test_a_policy_error_says_where() -> None:
    error = PolicyError("bad_key", "ratio", REASON, REMEDY, file="cn/61.yaml", line=7, key="a.b")
    assert error.place == "cn/61.yaml:7"
    assert "cn/61.yaml:7" in str(error)
    assert PolicyError("bad_key", "ratio", REASON, REMEDY).place == ""


def test_callers_tell_them_apart() -> None:
    unknown = PolicyUnknown("policy_unknown", "visit", REASON, REMEDY, key="a.b")
    assert isinstance(unknown, YibaoError)
    assert not isinstance(unknown, PolicyError | InvalidInput)


@pytest.mark.parametrize(
    "error",
    [
        YibaoError("a", "b", REASON, REMEDY),
        InvalidInput("a", "b", REASON, REMEDY),
        PolicyError("a", "b", REASON, REMEDY, file="x.yaml", line=3, key="k"),
        PolicyUnknown("a", "b", REASON, REMEDY, key="k"),
    ],
)
def test_crosses_from_a_worker_process_whole(error: YibaoError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)


def test_there_is_no_third_language() -> None:
    with pytest.raises(ValueError, match="zh and en"):
        REASON.of("fr")
