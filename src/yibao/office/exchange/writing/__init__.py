"""From typed values to the answer of a message (写出): strict, every defined field in its place."""

from yibao.office.exchange.writing.messages import write_output, write_text

__all__ = ["write_output", "write_text"]
