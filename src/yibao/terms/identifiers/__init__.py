"""Identifiers (编码): the shapes and check characters of persons, providers, items, messages."""

from yibao.terms.identifiers.messages import CHINA, MessageNumber, parse_message_number
from yibao.terms.identifiers.organisations import check_credit_code
from yibao.terms.identifiers.persons import ResidentNumber, parse_resident_number
from yibao.terms.identifiers.shapes import (
    ITEM_KINDS,
    PROVIDER_KINDS,
    SHAPES,
    Shape,
    check_shape,
    kind_of_item,
    kind_of_provider,
)

__all__ = [
    "CHINA",
    "ITEM_KINDS",
    "PROVIDER_KINDS",
    "SHAPES",
    "MessageNumber",
    "ResidentNumber",
    "Shape",
    "check_credit_code",
    "check_shape",
    "kind_of_item",
    "kind_of_provider",
    "parse_message_number",
    "parse_resident_number",
]
