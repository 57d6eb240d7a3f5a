"""The addresses of the base that are no register (网址)."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from yibao.office.base.views import own, rights, signing

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("second-factor/", signing.show_second_factor, name="second-factor"),
    path("second-factor/enrol/", signing.enrol_second_factor, name="enrol-second-factor"),
    path("me/", own.me, name="me"),
    path("jobs/", own.my_jobs, name="jobs"),
    path("jobs/<int:number>/", own.my_job, name="job"),
    path("jobs/<int:number>/stop/", own.stop_job, name="stop-job"),
    path("jobs/<int:number>/result/", own.job_result, name="job-result"),
    path("messages/", own.my_messages, name="messages"),
    path("messages/<int:number>/", own.open_message, name="message"),
    path("matrix/", rights.permission_matrix, name="matrix"),
    path("fields/", rights.field_list, name="fields"),
]
urlpatterns += [
    path(f"{part}/", include(f"yibao.office.base.{part}.urls"))
    for part in ("seals", "monitoring")
    if find_spec(f"yibao.office.base.{part}.urls")
]
