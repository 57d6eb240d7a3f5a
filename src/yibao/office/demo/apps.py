"""The Django application of the demo region."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo region's loader; it has no tables of its own."""

    name = "yibao.office.demo"
    label = "demo"
    verbose_name = "演示数据"
