"""What other offices ask of the catalogue."""

from yibao.office.catalogue.queries.billed import STAMP, Billed, BilledRule, rules_of_bill
from yibao.office.catalogue.queries.items import Found, ItemOn, item_on, search, versions_on
from yibao.office.catalogue.queries.known import KnownTerm, known_terms
from yibao.office.catalogue.queries.lines import LineRule, level_names, rules_of_lines
from yibao.office.catalogue.queries.mappings import local_item, national_codes
from yibao.office.catalogue.queries.terms import search_terms, term_on, translated

__all__ = [
    "STAMP",
    "Billed",
    "BilledRule",
    "Found",
    "ItemOn",
    "KnownTerm",
    "LineRule",
    "item_on",
    "known_terms",
    "level_names",
    "local_item",
    "national_codes",
    "rules_of_bill",
    "rules_of_lines",
    "search",
    "search_terms",
    "term_on",
    "translated",
    "versions_on",
]
