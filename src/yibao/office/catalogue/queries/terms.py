"""Codes of diagnoses, operations and lists of diseases (分类检索), and what replaced old ones."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from yibao.office.catalogue.dated import chain
from yibao.office.catalogue.models import Term, TermMap, TermVersion
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.words import asked_pairs, plain


def term_on(kind: TermKind, code: str, day: date, division: str = "") -> TermVersion | None:
    """Return what a code means on a day; of several divisions' the nearest counts.

    Args:
        kind: the classification.
        code: the code.
        day: the day.
        division: whose list is meant, where divisions have their own.

    """
    divisions = chain(division)
    found = TermVersion.objects.select_related("term").filter(
        term__kind=kind,
        term__code=code,
        term__division__in=divisions,
        during__contains=day,
        is_valid=True,
    )
    return min(found, key=lambda one: divisions.index(one.term.division), default=None)


def translated(kind: TermKind, source: str, code: str) -> str:
    """Return the code of the present version for one of an older or a clinical version.

    A code that is in no map stayed as it was.

    Args:
        kind: ``diagnosis`` or ``operation``.
        source: ``insurance_1.0``, ``clinical_2.0`` (diagnoses) or ``clinical_3.0`` (operations).
        code: the old code.

    """
    found = TermMap.objects.filter(kind=kind, source=source, old_code=code).first()
    return code if found is None else found.new_code


def search_terms(text: str, kind: TermKind | None = None) -> QuerySet[Term]:
    """Return the terms whose code begins with a text, or whose name or Pinyin key fits it."""
    asked = text.strip().replace("\0", "")
    key = plain(asked)
    if not key:
        return Term.objects.none()
    fits = Q(code__startswith=asked.upper()) | Q(name_words__contains=asked_pairs(asked))
    if key.isascii():
        fits |= Q(name_key__startswith=key)
    found = Term.objects.filter(fits)
    return found if kind is None else found.filter(kind=kind)
