"""The site's addresses, and those of the register of books."""

from django.urls import include, path

from tests.office.screens.shelf import BOOKS
from yibao.office.screens import urls as screens
from yibao.office.site.urls import urlpatterns as site

urlpatterns = [
    path("", include(([*screens.urlpatterns_for([BOOKS]), *screens.urlpatterns], "screens"))),
    *(each for each in site if str(each.pattern)),
]
handler404 = "yibao.office.screens.refusals.not_found"
handler500 = "yibao.office.screens.refusals.server_error"
