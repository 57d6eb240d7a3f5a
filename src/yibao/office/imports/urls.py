"""The addresses of imports (网址)."""

from django.urls import path, register_converter

from yibao.office.imports import views


class KindConverter:
    """The code of a kind of import: two words with a dot, unlike any register's name."""

    regex = r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"

    def to_python(self, value: str) -> str:
        """Return the code."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return value


register_converter(KindConverter, "import_kind")

urlpatterns = [
    path("<import_kind:code>/", views.hand_in, name="hand_in"),
    path("<import_kind:code>/template.xlsx", views.template, name="template"),
    path("import/<int:number>/problems.<str:form>", views.report, name="report"),
]
