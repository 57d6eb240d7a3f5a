"""The addresses of the site (网址): every office below its own name."""

from __future__ import annotations

from django.urls import include, path

from yibao.office.exchange.urls import interface
from yibao.office.site.api import api, schema
from yibao.office.site.offices import declared

urlpatterns = [
    path("api/openapi.json", schema),
    path("api/", api.urls),
    *interface,
    *(
        path("" if office == "screens" else f"{office}/", include((module.urlpatterns, office)))
        for office, module in declared("urls")
    ),
]

handler400 = "yibao.office.screens.refusals.bad_request"
handler403 = "yibao.office.screens.refusals.forbidden"
handler404 = "yibao.office.screens.refusals.not_found"
handler500 = "yibao.office.screens.refusals.server_error"
