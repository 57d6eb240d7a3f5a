"""The addresses of the site (网址): every office below its own name."""

from __future__ import annotations

from django.urls import include, path

from yibao.office.site.api import api, schema
from yibao.office.site.offices import declared

urlpatterns = [
    path("api/openapi.json", schema),
    path("api/", api.urls),
    *(
        path("" if office == "screens" else f"{office}/", include((module.urlpatterns, office)))
        for office, module in declared("urls")
    ),
]
