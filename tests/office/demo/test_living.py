"""The institutions of the region that lives: everybody's doctors, departments, agreements."""

from __future__ import annotations

from datetime import date

import pytest

from yibao.office.demo.living import load_living
from yibao.office.providers.models import Department, StaffMember
from yibao.office.providers.queries import can_settle, presence_on, presences_on, staff_on
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.institutions import institutions

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_they_are_registered_with_whom_the_tables_name(db):
    places, staff = institutions(), doctors()
    assert load_living(places, staff, 2026) == places.num_rows
    assert StaffMember.objects.count() == staff.num_rows
    assert sum(Department.objects.values_list("beds", flat=True)) == sum(places["beds"].to_pylist())
    rows = places.to_pylist()
    for row in {one["kind"]: one for one in rows}.values():
        care = "pharmacy" if row["kind"] == "pharmacy" else "outpatient"
        found = presence_on(row["fixmedins_code"], DAY)
        assert can_settle(row["fixmedins_code"], DAY, care), row
        assert found.provider.level == row["level"], row
    doctor = staff.slice(0, 1).to_pylist()[0]
    assert staff_on(doctor["dr_codg"], rows[doctor["institution"]]["fixmedins_code"], DAY)
    assert load_living(places, staff, 2026) == 0
    # Asked of many at once they are what they are one by one, between changes and beyond.
    days = [date(2025, 12, 31), date(2026, 1, 1), DAY, date(2027, 1, 1)]
    asked = [(row["fixmedins_code"], day) for row in rows[:40] for day in days]
    assert presences_on(asked) == {pair: presence_on(*pair) for pair in asked}
