"""From what a provider sent to typed values (读取): lenient in form, exact in content."""

from yibao.office.exchange.reading.messages import read_input

__all__ = ["read_input"]
