"""The fields of an institution checked against each other and the national shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yibao.office.providers.errors import missing, not_offered
from yibao.office.providers.kinds import Nature, ProviderKind
from yibao.terms.admdvs import Division
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers import check_credit_code, kind_of_provider
from yibao.terms.text import Text

_TEXTS = {"name": 200, "address": 200, "phone": 50, "responsible": 50}


def checked_institution(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an institution, each as it is kept.

    Raises:
        InvalidInput: code ``unknown_provider_shape``, ``kind_and_code_differ``, ``not_offered``,
            ``missing``, ``too_long``, ``invalid_division``, ``invalid_credit_code``.

    """
    cleaned = dict(values)
    shape = kind_of_provider(str(values.get("code", "")))
    kind = str(values.get("kind", ""))
    if kind not in list(ProviderKind):
        raise not_offered("kind", kind, list(ProviderKind))
    if (kind == ProviderKind.PHARMACY) != (shape == "pharmacy"):
        raise InvalidInput(
            "kind_and_code_differ",
            "kind",
            Text("机构类别与编号首字母不符。", "The kind does not fit the letter of the code."),
            Text("药店编号以 P 开头，医疗机构以 H 开头。", "P is a pharmacy, H any other."),
        )
    nature = str(values.get("nature", ""))
    if nature not in list(Nature):
        raise not_offered("nature", nature, list(Nature))
    cleaned["type"] = str(values.get("type") or ("2" if shape == "pharmacy" else "1"))
    dictionary("fixmedins_type").check(cleaned["type"], "fixmedins_type")
    Division.parse(str(values.get("division", "")))
    if values.get("credit_code"):
        cleaned["credit_code"] = check_credit_code(str(values["credit_code"]))
    for name, limit in _TEXTS.items():
        cleaned[name] = _text(name, str(values.get(name) or ""), limit)
    if not cleaned["name"]:
        raise missing("fixmedins_name", Text("机构名称", "name"))
    return cleaned


def _text(name: str, value: str, limit: int) -> str:
    text = value.strip()
    if len(text) > limit or "\x00" in text:
        raise InvalidInput(
            "too_long",
            name,
            Text(
                f"超过 {limit} 个字，或含不可见字符。", f"Over {limit} characters, or unseen ones."
            ),
            Text("请缩短。", "Shorten it."),
        )
    return text
