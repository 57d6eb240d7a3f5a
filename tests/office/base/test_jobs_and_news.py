"""Jobs, the outbox and messages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from yibao.office.base import jobs, messages, outbox
from yibao.office.base.errors import NotAllowed
from yibao.office.base.models import Event, Job, Message
from yibao.office.base.roles import Role
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

pytestmark = pytest.mark.django_db
LABEL = Text("试验", "Trial")


@jobs.job_kind("base.test.count", label=LABEL, permission="base.job.view", repeatable=True)
def _count(work, upto):
    for number in range(upto):
        work.progress(number + 1, upto)
    work.say(f"{upto}")
    work.result("结果.txt", b"1 2 3")


@jobs.job_kind("base.test.refuse", label=LABEL, permission="base.job.view")
def _refuse(work):
    raise InvalidInput("no", "x", Text("不行。", "No."), Text("改。", "Mend."))


@jobs.job_kind("base.test.break", label=LABEL, permission="base.job.view")
def _break(work):
    raise ZeroDivisionError


def test_a_job_runs_says_how_far_it_is_and_tells_its_owner(actor):
    who = actor(Role.ADMINISTRATION)
    job = jobs.run_now(jobs.start("base.test.count", who, upto=3))
    assert (job.state, job.message, job.total) == (Job.State.DONE, "3", 3)
    assert jobs.result_path(job).read_bytes() == b"1 2 3"
    message = Message.objects.get(account=who.account_id)
    assert (message.title_zh, message.title_en) == ("试验：完成", "Trial: done")


def test_a_job_is_queued_with_the_transaction_of_who_starts_it(actor):
    who = actor(Role.ADMINISTRATION)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.start("base.test.count", who, upto=1)
        raise ZeroDivisionError
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("kind", "said"), [("base.test.refuse", "不行。改。"), ("base.test.break", "系统错误")]
)
def test_a_job_that_fails_says_why(actor, kind, said):
    job = jobs.run_now(jobs.start(kind, actor(Role.ADMINISTRATION)))
    assert job.state == Job.State.FAILED
    assert said in job.message


def test_a_job_runs_once(actor):
    job = jobs.start("base.test.count", actor(Role.ADMINISTRATION), upto=1)
    jobs.run_now(job)
    ended = Job.objects.get(pk=job.pk).ended_at
    jobs.run_now(job)
    assert Job.objects.get(pk=job.pk).ended_at == ended


def test_a_waiting_job_stops_at_once_and_only_its_owner_stops_it(actor):
    who, other = actor(Role.ADMINISTRATION), actor(Role.FUND)
    job = jobs.start("base.test.count", who, upto=1)
    with pytest.raises(NotAllowed):
        jobs.stop(job.pk, other)
    jobs.stop(job.pk, who)
    assert jobs.run_now(job).state != Job.State.DONE
    assert Job.objects.get(pk=job.pk).state == Job.State.STOPPED


@pytest.mark.parametrize(
    ("kind", "state"),
    [("base.test.count", Job.State.WAITING), ("base.test.break", Job.State.FAILED)],
)
def test_a_job_whose_worker_is_gone_is_repeated_or_failed(actor, kind, state):
    who = actor(Role.ADMINISTRATION)
    job = jobs.start(kind, who, **({"upto": 1} if "count" in kind else {}))
    long_ago = timezone.now() - jobs.SILENT_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, beat_at=long_ago)
    assert jobs.take_up_again() == 1
    assert Job.objects.get(pk=job.pk).state == state
    assert jobs.take_up_again() == 0


def test_the_result_is_handed_to_its_owner_only(client_of, actor):
    client = client_of(Role.ADMINISTRATION)
    mine = client.session["_auth_user_id"]
    who = actor(Role.ADMINISTRATION)
    job = jobs.run_now(jobs.start("base.test.count", who, upto=1))
    assert client.get(f"/base/jobs/{job.pk}/").status_code == 404
    assert client.get(f"/base/jobs/{job.pk}/result/").status_code == 404
    Job.objects.filter(pk=job.pk).update(account=mine)
    assert b"".join(client.get(f"/base/jobs/{job.pk}/result/").streaming_content) == b"1 2 3"


@pytest.fixture
def told():
    heard = []
    broken = set()

    def hear(event):
        if event.key in broken:
            raise ZeroDivisionError
        heard.append((event.key, event.payload["n"]))

    outbox._SUBSCRIBERS["base.test.topic"] = [hear]
    yield heard, broken
    del outbox._SUBSCRIBERS["base.test.topic"]


def test_news_is_handed_on_in_order_and_a_broken_key_holds_up_no_other(told):
    heard, broken = told
    broken.add("a")
    for key, number in (("a", 1), ("b", 2), ("a", 3)):
        outbox.publish("base.test.topic", key, {"n": number})
    outbox.hand_on()
    assert heard == [("b", 2)]
    first = Event.objects.get(payload={"n": 1})
    assert (first.tries, first.problem) == (1, "ZeroDivisionError: ")
    # 5 s after the first failure it is tried again.
    assert timedelta(seconds=3) < first.next_try_at - timezone.now() < timedelta(seconds=5)
    broken.clear()
    outbox.hand_on()
    assert heard == [("b", 2)], "not before its time, and the later one of its key waits"
    outbox.retry(first.pk)
    outbox.hand_on()
    assert heard == [("b", 2), ("a", 1), ("a", 3)]
    assert not Event.objects.filter(handed_at__isnull=True).exists()


def test_a_role_is_told_where_it_counts(office):
    county, city, elsewhere = (
        office(Role.FUND, division) for division in ("990121", "990100", "990122")
    )
    told = messages.tell_role(Role.FUND, LABEL, division="990121")
    assert told == 2
    assert set(Message.objects.values_list("account", flat=True)) == {county.pk, city.pk}
    assert elsewhere.pk not in Message.objects.values_list("account", flat=True)


def test_messages_are_shown_counted_and_marked(client_of):
    client = client_of(Role.FUND)
    account = int(client.session["_auth_user_id"])
    messages.tell(account, Text("<b>标题</b>", "<b>Title</b>"), link="/base/jobs/")
    page = client.get("/base/messages/").content.decode()
    assert "&lt;b&gt;标题" in page
    number = Message.objects.get().pk
    assert client.get(f"/base/messages/{number}/").url == "/base/jobs/"
    assert Message.objects.get().read_at is not None
