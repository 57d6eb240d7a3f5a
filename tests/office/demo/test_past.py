"""A little past of the tiny region, for persons whom its description does not name."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from yibao.office.base.roles import Role
from yibao.office.claims.models import Accumulator, Settlement
from yibao.office.claims.queries import differing
from yibao.office.demo.past import WITHOUT, load_past
from yibao.office.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_first_page_shows_it_and_nobody_named_has_any(tmp_path: Path, client_of):
    file = tmp_path / "demo.json"
    count = WITHOUT + 120
    call_command("load_demo", persons=count, tiny=True, describe=file, stdout=StringIO())
    # One in two of the 120 has a visit, unless nobody insured them then.
    made = Settlement.objects.count()
    assert 40 <= made <= 60
    assert Settlement.objects.filter(settled_at__gte=timezone.now()).count() == 0
    assert differing(Settlement.objects.all()) == []
    assert load_past(timezone.localdate()) == 0
    assert Settlement.objects.count() == made
    named = {one["psn_no"] for one in json.loads(file.read_text("utf-8"))["persons"]}
    assert named.isdisjoint(Accumulator.objects.values_list("person", flat=True))
    page = client_of(Role.FUND).get("/").content.decode()
    assert "示范甲县" in page
    assert f"{Person.objects.count():,}" in page
