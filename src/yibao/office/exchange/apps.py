"""The Django application of the exchange with providers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Messages, keys of access, statements."""

    name = "yibao.office.exchange"
    label = "exchange"
    verbose_name = "两定接口"
