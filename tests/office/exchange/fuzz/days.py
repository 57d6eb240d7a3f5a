"""Days of providers: what they mean to send, in its order, until something is refused."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.office.claims.making import DOCTOR, HOSPITAL, PHARMACY
from tests.office.exchange.care.bill import CAPPED, CLASS_A, CLASS_B, CLASS_C, Line, bill
from tests.office.exchange.care.counter import give_back, purchase
from tests.office.exchange.care.hospital import Insured, come
from tests.office.exchange.care.region import People
from tests.office.exchange.care.ward import Stay, admit
from tests.office.exchange.fuzz.stranger import Stranger
from yibao.office.exchange.definitions import Node, definitions


class Region:
    """Everybody who sends, and everybody who is treated."""

    def __init__(self, people: People, seed: int) -> None:
        self.random = Random(seed)
        self.hospital = Stranger(HOSPITAL, random=self.random)
        self.pharmacy = Stranger(PHARMACY, random=self.random)
        self.pharmacy.known = self.hospital.known
        self.persons: list[Insured] = [
            value for value in vars(people).values() if isinstance(value, Insured)
        ]
        self.hospital.known += [each.psn_no for each in self.persons]

    @property
    def sent(self) -> int:
        return self.hospital.sent + self.pharmacy.sent

    def one_day(self) -> None:
        """Let one provider do what it means to, as far as it gets."""
        deed: Callable[[], None] = self.random.choice(
            (self.out_patient, self.out_patient, self.stay, self.purchase, self.anything)
        )
        try:
            deed()
        except (AssertionError, LookupError, TypeError, AttributeError) as stopped:
            # Refused, or answered about something else than was meant: the day is over. What the
            # stranger itself asserts of an answer is about us.
            if _is_ours(stopped):
                raise

    def lines(self) -> tuple[Line, ...]:
        items = (CLASS_A, CLASS_B, CLASS_C, CAPPED)
        choose = self.random.choice
        return bill(
            *(
                Line(choose(items), choose(("1.5", "30", "999")), choose(("1", "2", "0.5")))
                for _ in range(self.random.randrange(1, 6))
            )
        )

    def out_patient(self) -> None:
        visit = come(self.hospital, self.random.choice(self.persons), DOCTOR)
        lines = self.lines()
        visit.upload(lines)
        if self.random.random() < 0.3:
            visit.remove()
            visit.upload(lines)
        visit.preview(lines)
        settled = visit.settle(lines, account=self.random.choice("012"))
        if self.random.random() < 0.4:
            visit.reverse(settled.settlement["setl_id"])
            visit.remove()
            visit.withdraw()

    def stay(self) -> None:
        stay = admit(self.hospital, self.random.choice(self.persons), DOCTOR)
        try:
            self.days_of(stay)
        finally:
            # One bed for a person at a time: left open, nobody could come again.
            self.hospital.calm = True
            stay.undo_discharge()
            stay.remove()
            stay.withdraw()
            self.hospital.calm = False

    def days_of(self, stay: Stay) -> None:
        lines = self.lines()
        stay.upload(lines)
        stay.preview(lines)
        stay.change(adm_bed="13")
        stay.discharge()
        settled = stay.settle(lines, account=self.random.choice("01"))
        if self.random.random() < 0.6:
            stay.reverse(settled.settlement["setl_id"])
            stay.undo_discharge()
            stay.remove()
            stay.withdraw()

    def purchase(self) -> None:
        person, lines = self.random.choice(self.persons), self.lines()
        self.pharmacy.send("2101", purchase(person, lines))
        bought = self.pharmacy.send("2102", purchase(person, lines))
        if self.random.random() < 0.5:
            give_back(self.pharmacy, person, bought.settlement)

    def anything(self) -> None:
        """Send a message of any transaction, filled with what was seen and what was not."""
        infno = self.random.choice(list(definitions()))
        request = definitions()[infno].request
        self.hospital.send(infno, {name: self.filled(node) for name, node in request.items()})

    def filled(self, node: Node) -> Any:
        row = {
            each.name: self.random.choice((*self.hospital.known[-30:], "1", "2025-06-16", "310"))
            for each in node.fields
            if self.random.random() < 0.8
        }
        return [row] * self.random.randrange(3) if node.repeats else row


def _is_ours(stopped: BaseException) -> bool:
    """Tell whether it was raised in `stranger.ask`, which looks at answers."""
    trace = stopped.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_name == "ask"
