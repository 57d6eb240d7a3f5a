"""What pages may ask of the exchange (查询)."""

from yibao.office.exchange.queries.content import Content, content_of
from yibao.office.exchange.queries.messages import messages_of_visit, messages_within
from yibao.office.exchange.queries.providers import accesses_within, providers_that_do_not_sign

__all__ = [
    "Content",
    "accesses_within",
    "content_of",
    "messages_of_visit",
    "messages_within",
    "providers_that_do_not_sign",
]
