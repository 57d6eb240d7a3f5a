"""What others ask of imports: which of them somebody may see."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from yibao.office.base.rights.granted import Granted
from yibao.office.imports import registry
from yibao.office.imports.kind import ImportKind
from yibao.office.imports.models import Import, ImportProblem


def kinds_of(granted: Granted) -> list[ImportKind]:
    """Return the kinds that an account may import."""
    return [kind for kind in registry.kinds().values() if granted.may(kind.permission)]


def imports_of(granted: Granted) -> QuerySet[Import]:
    """Return the imports that an account may see: its own, and all where its reach is the region.

    A county's officer does not see the city's files: their cells may be of anybody.
    """
    everywhere = [
        kind.code
        for kind in kinds_of(granted)
        if granted.reach(kind.permission).covers_division(settings.YIBAO.region)
    ]
    own = Q(account_id=granted.actor.account_id) if granted.is_signed_in else Q(pk__in=[])
    return Import.objects.filter(own | Q(kind__in=everywhere))


def problems_of(record: Import) -> QuerySet[ImportProblem]:
    """Return the problems of an import in the order of the file."""
    return ImportProblem.objects.filter(import_run=record).order_by("row_number", "id")
