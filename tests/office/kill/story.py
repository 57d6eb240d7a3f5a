"""Hospitals at work while things are killed one after another, and what must hold in the end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bench.settle.messages import Person
from tests.office.kill.hospital import SETTLES, Hospital
from tests.office.kill.region import Region

HOSPITALS = 4
WORK_SECONDS = 3.0
"""Of settling before something is killed, and after everything is back."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, for a report."""

    killed: tuple[str, ...]
    settlements: int
    messages: int
    sent_again: int


def lived_through(region: Region, kills: tuple[str, ...]) -> Outcome:
    """Kill what is said, one after another, in the middle of work; verify everything.

    Raises:
        AssertionError: something was lost, done twice, answered otherwise, or does not add up.

    """
    region.start()
    now = datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: TID251 -- hospitals have clocks
    everybody = [Person.of(row) for row in region.described["persons"]]
    employees = [one for one in everybody if one.insutype == b"310"]
    hospitals = [
        Hospital(region.described, region.port, employees[lane::HOSPITALS], now, lane)
        for lane in range(HOSPITALS)
    ]
    for hospital in hospitals:
        hospital.start()
    for what in kills:
        time.sleep(WORK_SECONDS)
        region.kill(what)
        region.start()
    time.sleep(WORK_SECONDS)
    for hospital in hospitals:
        hospital.stop()
    assert [hospital.trouble for hospital in hospitals] == [""] * HOSPITALS
    told = [(hospital, one) for hospital in hospitals for one in hospital.told]
    for hospital, one in told:
        assert hospital.again(one) == one.answer, one.infno
    region.stop()
    found = region.verified()
    assert found["wrong"] == []
    acknowledged = sorted(one.msgid for _, one in told if one.infno in SETTLES)
    # Every settlement was answered in the end: whoever got no answer sent the message again.
    assert sorted(found["senders"]) == acknowledged
    again = sum(hospital.sent_again for hospital in hospitals)
    return Outcome(kills, len(acknowledged), len(told), again)
