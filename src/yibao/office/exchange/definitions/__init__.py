"""What each transaction of the national interface holds (接口定义), from ``standards/``."""

from yibao.office.exchange.definitions.model import (
    Definition,
    Field,
    Kind,
    Node,
)
from yibao.office.exchange.definitions.profiles import (
    BASELINE,
    HUNAN,
    aliases,
    demands_signing_in,
    profile_of,
    takes_any_code,
)
from yibao.office.exchange.definitions.tables import definition, definitions

__all__ = [
    "BASELINE",
    "HUNAN",
    "Definition",
    "Field",
    "Kind",
    "Node",
    "aliases",
    "definition",
    "definitions",
    "demands_signing_in",
    "profile_of",
    "takes_any_code",
]
