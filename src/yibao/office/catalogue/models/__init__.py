"""The tables of the catalogue."""

from yibao.office.catalogue.models.item import Item, ItemVersion, PaymentRule, PriceCeiling
from yibao.office.catalogue.models.mapping import LocalItem, Mapping
from yibao.office.catalogue.models.reagent import Certificate, CertificateLink
from yibao.office.catalogue.models.term import Term, TermMap, TermVersion

__all__ = [
    "Certificate",
    "CertificateLink",
    "Item",
    "ItemVersion",
    "LocalItem",
    "Mapping",
    "PaymentRule",
    "PriceCeiling",
    "Term",
    "TermMap",
    "TermVersion",
]
