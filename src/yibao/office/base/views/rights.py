"""The permission matrix and the field catalogue, as they stand (权限矩阵、分类分级)."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yibao.office.base.field import LEVELS, DataClass
from yibao.office.base.field_catalogue import fields
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.matrix import matrix
from yibao.office.base.roles import Role
from yibao.office.screens.discovery import declared


@require_safe
@guarded("base.matrix.view")
def permission_matrix(request: HttpRequest) -> HttpResponse:
    """Show which roles may do what, by office."""
    offices = declared().offices
    groups = [
        {
            "label": offices[office].label,
            "rows": [
                {"permission": each, "held": [role in each.roles for role in Role]}
                for each in permissions
            ],
        }
        for office, permissions in groupby(matrix().values(), key=lambda each: each.office)
    ]
    return render(request, "base/matrix.html", {"groups": groups, "roles": list(Role)})


@require_safe
@guarded("base.field.view")
def field_list(request: HttpRequest) -> HttpResponse:
    """Show the class and level of every column, filtered by level or class."""
    level = request.GET.get("level", "")
    data_class = request.GET.get("class", "")
    found = [
        field
        for field in fields().values()
        if (not level or str(field.level) == level)
        and (not data_class or field.data_class == data_class)
    ]
    groups = [
        {"label": model, "rows": list(rows)}
        for model, rows in groupby(found, key=lambda field: field.code.rpartition(".")[0])
    ]
    context = {
        "groups": groups,
        "count": len(found),
        "levels": LEVELS,
        "classes": list(DataClass),
        "level": level,
        "data_class": data_class,
    }
    return render(request, "base/fields.html", context)
