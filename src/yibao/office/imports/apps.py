"""The Django application of the engine of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The engine of imports (数据导入)."""

    name = "yibao.office.imports"
    label = "imports"
    verbose_name = "数据导入"
