"""The golden cases: a product rule, the claims under it, and what is right by hand.

Only the standard library is used, so that openIMIS' own interpreter can read the file too.
Amounts are in fen. The answer asked for is what the fund owes for the last claim of a case.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill; `outside_ceiling_for` says for whom it is not held to the ceiling."""

    price: int
    quantity: int = 1
    kind: str = "item"
    outside_ceiling_for: str = "nobody"


@dataclass(frozen=True, slots=True)
class Claim:
    """The lines of one claim, and who of the family it is for."""

    lines: tuple[Line, ...]
    member: int = 0

    @property
    def total(self) -> int:
        """The bill."""
        return sum(line.price * line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Rule:
    """A product: first the deductible is taken off, then the share is paid, up to the ceiling.

    Deductible and ceiling are per person and year; 0 means none. A family has instead
    `family_ceiling`, and `for_each_further` for each member above `members_included`.
    """

    percent: int = 100
    deductible: int = 0
    ceiling: int = 0
    family_ceiling: int = 0
    members_included: int = 0
    for_each_further: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case; `policy` names the file that says the same rule in our form."""

    name: str
    title: str
    policy: str
    claims: tuple[Claim, ...]
    by_hand: int
    rule: Rule = field(default_factory=Rule)
    age: int = 40
    family: int = 1


def bill(*prices: int) -> Claim:
    """Make a claim of single items at these prices."""
    return Claim(tuple(Line(price) for price in prices))


def mixed(items: tuple[int, ...], services: tuple[int, ...]) -> Claim:
    """Make a claim of single items and single services at these prices."""
    lines = [Line(price) for price in items]
    return Claim((*lines, *(Line(price, kind="service") for price in services)))


def excluded(price: int, whom: str) -> Line:
    """Make a line that is outside the ceiling for `adults` or for `children`."""
    return Line(price, outside_ceiling_for=whom)


FIVE_ITEMS = (126_00, 85_00, 240_00, 97_00, 312_00)
FIVE_SERVICES = (300_00, 455_00, 618_00, 210_00, 650_00)

EVERYTHING = Rule()
SHARE = Rule(percent=80)
DEDUCTIBLE_300 = Rule(deductible=300_00)
DEDUCTIBLE_500 = Rule(deductible=500_00)
CEILING = Rule(ceiling=600_00)
FAMILY = Rule(family_ceiling=500_00, members_included=2, for_each_further=100_00)
DEDUCTIBLE_AND_SHARE = Rule(percent=80, deductible=300_00)

CASES = (
    # 99.75 × 100 % = 99.75
    Case("fen", "99.75, all covered", "everything", (bill(99_75),), 99_75),
    # 3 × 33.35 = 100.05, all of it
    Case("quantity", "3 × 33.35, all covered", "everything", (Claim((Line(33_35, 3),)),), 100_05),
    # 10.50 + 20.50 = 31.00, all of it
    Case("two-lines", "10.50 + 20.50, all covered", "everything", (bill(10_50, 20_50),), 31_00),
    # 1000.00 × 80 % = 800.00
    Case("share", "1000, 80 %", "share", (bill(1000_00),), 800_00, SHARE),
    # 1000.01 × 80 % = 800.008, to the fen 800.01
    Case("share-fen", "1000.01, 80 %", "share", (bill(1000_01),), 800_01, SHARE),
    # 100.00 lies within the deductible of 500.00: 0.00
    Case(
        "below-deductible",
        "100, deductible 500 per person",
        "deductible_500",
        (bill(100_00),),
        0,
        DEDUCTIBLE_500,
    ),
    # 1000.00 − 300.00 = 700.00
    Case(
        "deductible",
        "1000, deductible 300 per person",
        "deductible_300",
        (bill(1000_00),),
        700_00,
        DEDUCTIBLE_300,
    ),
    # 300.00 − 300.00 = 0.00
    Case(
        "exact-deductible",
        "300, deductible 300 per person",
        "deductible_300",
        (bill(300_00),),
        0,
        DEDUCTIBLE_300,
    ),
    # the first claim of 200.00 leaves 100.00 of the deductible: 1000.00 − 100.00 = 900.00
    Case(
        "deductible-left",
        "200, then 1000; deductible 300 per person",
        "deductible_300",
        (bill(200_00), bill(1000_00)),
        900_00,
        DEDUCTIBLE_300,
    ),
    # 1000.00, but at most 600.00
    Case("ceiling", "1000, ceiling 600 per person", "ceiling", (bill(1000_00),), 600_00, CEILING),
    # 600.00 is not more than 600.00
    Case(
        "exact-ceiling", "600, ceiling 600 per person", "ceiling", (bill(600_00),), 600_00, CEILING
    ),
    # the first claim takes 600.00; nothing is left
    Case(
        "ceiling-used-up",
        "1000, then 1000; ceiling 600 per person",
        "ceiling",
        (bill(1000_00), bill(1000_00)),
        0,
        CEILING,
    ),
    # the line is outside the ceiling for children, and this is a child: 1000.00
    Case(
        "child-outside-ceiling",
        "child of 10, 1000 outside the ceiling for children; ceiling 600",
        "ceiling",
        (Claim((excluded(1000_00, "children"),)),),
        1000_00,
        CEILING,
        age=10,
    ),
    # 1000.00 outside the ceiling, and of the other 1000.00 at most 600.00: 1600.00
    Case(
        "child-one-of-two-lines",
        "child of 10, 1000 outside the ceiling + 1000 under it; ceiling 600",
        "ceiling",
        (Claim((excluded(1000_00, "children"), Line(1000_00))),),
        1600_00,
        CEILING,
        age=10,
    ),
    # the line is outside the ceiling for children only: 600.00
    Case(
        "adult-under-ceiling",
        "adult, 1000 outside the ceiling for children; ceiling 600",
        "ceiling",
        (Claim((excluded(1000_00, "children"),)),),
        600_00,
        CEILING,
    ),
    # the line is outside the ceiling for adults: 1000.00
    Case(
        "adult-outside-ceiling",
        "adult, 1000 outside the ceiling for adults; ceiling 600",
        "ceiling",
        (Claim((excluded(1000_00, "adults"),)),),
        1000_00,
        CEILING,
    ),
    # 500.00 + 100.00 × (5 − 2) = 800.00
    Case(
        "family-ceiling",
        "family of 5, 1000; ceiling 500 + 100 for each member above 2",
        "family_ceiling",
        (bill(1000_00),),
        800_00,
        FAMILY,
        family=5,
    ),
    # of the family's 800.00 another member took 500.00: 300.00 are left
    Case(
        "family-second-member",
        "family of 5, one claims 500, then another 1000; same ceiling",
        "family_ceiling",
        (bill(500_00), Claim((Line(1000_00),), member=1)),
        300_00,
        FAMILY,
        family=5,
    ),
    # 100.00 + 200.00 + 10.00 + 20.00 + 30.00 = 360.00
    Case(
        "two-and-three",
        "2 items + 3 services, bill 360, all covered",
        "everything",
        (mixed((100_00, 200_00), (10_00, 20_00, 30_00)),),
        360_00,
    ),
    # (860.00 + 2233.00 − 300.00) × 80 % = 2234.40
    Case(
        "five-and-five",
        "5 items + 5 services, bill 3093; deductible 300, then 80 %",
        "deductible_and_share",
        (mixed(FIVE_ITEMS, FIVE_SERVICES),),
        2234_40,
        DEDUCTIBLE_AND_SHARE,
    ),
)
