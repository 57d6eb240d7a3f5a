"""What other offices ask of the catalogue."""

from yibao.office.catalogue.queries.items import Found, ItemOn, item_on, search
from yibao.office.catalogue.queries.lines import LineRule, level_names, rules_of_lines
from yibao.office.catalogue.queries.mappings import local_item, national_codes
from yibao.office.catalogue.queries.terms import search_terms, term_on, translated

__all__ = [
    "Found",
    "ItemOn",
    "LineRule",
    "item_on",
    "level_names",
    "local_item",
    "national_codes",
    "rules_of_lines",
    "search",
    "search_terms",
    "term_on",
    "translated",
]
