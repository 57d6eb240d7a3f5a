"""The Django application of the exchange with providers."""

from django.apps import AppConfig

from yibao.office.base.seals import declare


class ExchangeConfig(AppConfig):
    """Messages, keys of access, statements."""

    name = "yibao.office.exchange"
    label = "exchange"
    verbose_name = "两定接口"

    def ready(self) -> None:
        """Have the messages sealed."""
        from yibao.office.exchange.sealed import MESSAGES  # noqa: PLC0415 -- models must be loaded

        declare(MESSAGES)
