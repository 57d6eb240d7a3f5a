"""Build, in an installed openIMIS, what a golden case needs: product, family, facility, claim."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from bench.openimis.cases import Case, Claim, Line, Rule
from bench.openimis.openimis_site import theirs

LONG_AGO, YEAR_BEGIN, YEAR_END = date(2025, 1, 1), date(2026, 1, 1), date(2026, 12, 31)
SINCE = {"validity_from": LONG_AGO, "audit_user_id": -1}


def new_code(length: int) -> str:
    """Make a code that no earlier run has used."""
    return uuid4().hex[:length].upper()


def money(fen: int) -> Decimal:
    """Write fen as openIMIS stores amounts."""
    return Decimal(fen) / 100


def create(model: str, **columns: Any) -> Any:
    """Make a row, valid since long ago where the release at hand has such columns."""
    table = theirs(model)
    known = {column.name for column in table._meta.get_fields()}
    since = {name: value for name, value in SINCE.items() if name in known}
    return table.objects.create(**columns, **since)


class World:
    """What all cases share: a user, a place, a facility with its price lists, a diagnosis."""

    def __init__(self) -> None:
        theirs("insuree.models:Gender").objects.get_or_create(
            code="F", defaults={"gender": "Female", "sort_order": 1}
        )
        self.user = make_user()
        places = make_places()
        self.village = places[-1]
        self.facility = make_facility(district=places[1])
        self.diagnosis = create("medical.models:Diagnosis", code=new_code(6), name="bench")


def make_user() -> Any:
    """Make an administrator, as one who logs in."""
    languages = theirs("core.models:Language").objects
    language, _ = languages.get_or_create(code="en", defaults={"name": "English", "sort_order": 1})
    name = f"bench{new_code(12)}"
    person = create(
        "core.models:InteractiveUser",
        login_name=name,
        last_name="Bench",
        other_names="Bench",
        language=language,
    )
    role = create("core.models:Role", name="administrator", is_system=64, is_blocked=False)
    create("core.models:UserRole", user=person, role=role)
    return create("core.models:User", username=name, i_user=person)


def make_places() -> list[Any]:
    """Make a region, its district, its ward and its village."""
    places: list[Any] = []
    for kind in "RDWV":
        parent = places[-1] if places else None
        made = create(
            "location.models:Location", code=new_code(8), name=kind, type=kind, parent=parent
        )
        places.append(made)
    return places


def make_facility(district: Any) -> Any:
    """Make a hospital with empty price lists."""
    theirs("location.models:HealthFacilityLegalForm").objects.get_or_create(
        code="G", defaults={"legal_form": "Government", "sort_order": 1}
    )
    lists = {"name": "bench", "pricelist_date": LONG_AGO}
    return create(
        "location.models:HealthFacility",
        code=new_code(8),
        name="bench",
        legal_form_id="G",
        level="H",
        care_type="B",
        location=district,
        items_pricelist=create("medical_pricelist.models:ItemsPricelist", **lists),
        services_pricelist=create("medical_pricelist.models:ServicesPricelist", **lists),
    )


def make_product(rule: Rule) -> Any:
    """Say the rule as a product; what is not set there does not hold."""
    family: dict[str, Any] = {"ceiling_type": "I"}
    if rule.family_ceiling:
        family = {
            "ceiling_type": "P",
            "max_policy": money(rule.family_ceiling),
            "max_policy_extra_member": money(rule.for_each_further),
            "threshold": rule.members_included,
        }
    return create(
        "product.models:Product",
        code=new_code(8),
        name="bench",
        date_from=LONG_AGO,
        date_to=date(2049, 1, 1),
        insurance_period=12,
        lump_sum=0,
        max_members=9,
        grace_period_enrolment=0,
        ceiling_interpretation="H",
        ded_insuree=money(rule.deductible) or None,
        max_insuree=money(rule.ceiling) or None,
        **family,
    )


def make_line(world: World, product: Any, rule: Rule, line: Line) -> Any:
    """Make the item or service of a line, put it on the price list and into the product."""
    common = {
        "code": new_code(6),
        "name": "bench",
        "price": money(line.price),
        "care_type": "B",
        "patient_category": 15,
    }
    covered = {
        "product": product,
        "price_origin": "P",
        "limitation_type": "C",
        "limit_adult": rule.percent,
        "limit_child": rule.percent,
        "ceiling_exclusion_adult": "B" if line.outside_ceiling_for == "adults" else None,
        "ceiling_exclusion_child": "B" if line.outside_ceiling_for == "children" else None,
    }
    if line.kind == "item":
        made = create("medical.models:Item", type="D", **common)
        create(
            "medical_pricelist.models:ItemsPricelistDetail",
            items_pricelist=world.facility.items_pricelist,
            item=made,
        )
        create("product.models:ProductItem", item=made, **covered)
    else:
        made = create("medical.models:Service", type="C", level="H", category="V", **common)
        create(
            "medical_pricelist.models:ServicesPricelistDetail",
            services_pricelist=world.facility.services_pricelist,
            service=made,
        )
        create("product.models:ProductService", service=made, **covered)
    return made


class Household:
    """One family under one product, made for one case and one way of settling."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.product = make_product(case.rule)
        self.members = [make_member(case.age, head=number == 0) for number in range(case.family)]
        self.family = create(
            "insuree.models:Family", head_insuree=self.members[0], location=world.village
        )
        insure(self.family, self.members, self.product)

    def enter(self, claim: Claim, day: date) -> Any:
        """Enter a claim by openIMIS' own service."""
        lines: dict[str, list[dict[str, Any]]] = {"item": [], "service": []}
        for line in claim.lines:
            made = make_line(self.world, self.product, self.case.rule, line)
            lines[line.kind].append(
                {
                    f"{line.kind}_id": made.id,
                    "qty_provided": Decimal(line.quantity),
                    "price_asked": money(line.price),
                }
            )
        entered = {
            "code": new_code(16),
            "insuree_id": self.members[claim.member].id,
            "health_facility_id": self.world.facility.id,
            "icd_id": self.world.diagnosis.id,
            "date_from": day,
            "date_to": day,
            "date_claimed": day,
            "visit_type": "O",
            "items": lines["item"],
            "services": lines["service"],
        }
        return theirs("claim.services:ClaimCreateService")(self.world.user).enter_claim(entered)


def make_member(age: int, *, head: bool) -> Any:
    """Make a person who was so many years old at the beginning of the year."""
    return create(
        "insuree.models:Insuree",
        chf_id=new_code(12),
        last_name="Bench",
        other_names="Bench",
        gender_id="F",
        dob=date(YEAR_BEGIN.year - age, 1, 1),
        head=head,
        card_issued=False,
    )


def insure(family: Any, members: list[Any], product: Any) -> None:
    """Give the family an active policy for the year that covers all its members."""
    days = {"effective_date": YEAR_BEGIN, "expiry_date": YEAR_END, "start_date": YEAR_BEGIN}
    policy = create(
        "policy.models:Policy",
        family=family,
        product=product,
        stage="N",
        status=theirs("policy.models:Policy").STATUS_ACTIVE,
        enroll_date=YEAR_BEGIN,
        **days,
    )
    for member in members:
        member.family = family
        member.save()
        create(
            "insuree.models:InsureePolicy",
            insuree=member,
            policy=policy,
            enrollment_date=YEAR_BEGIN,
            **days,
        )
