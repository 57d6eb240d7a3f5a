"""Start an installed openIMIS without its web server: settings, modules, tables.

Runs in openIMIS' own environment. Where the data base is, PostgreSQL's usual variables say
(PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE).
"""

from __future__ import annotations

import importlib.util
import logging
import os
import pkgutil
import sys
from types import ModuleType
from typing import Any

MODULES = (
    "core",
    "location",
    "medical",
    "medical_pricelist",
    "product",
    "insuree",
    "policy",
    "contribution",
    "payer",
    "payment",
    "policyholder",
    "calculation",
    "contribution_plan",
    "contract",
    "invoice",
    "tools",
    "report",
    "claim_batch",
    "claim",
)
FRAMEWORK = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "graphene_django",
    "graphql_jwt.refresh_token.apps.RefreshTokenConfig",
    "rest_framework",
    "rules",
    "axes",
    "django_apscheduler",
)

CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHE_NAMES = ("default", "location", "coverage")


def theirs(name: str) -> Any:
    """Return a part of openIMIS or Django by name, such as `claim.models:Claim`.

    Modules that hold tables can be imported only once Django is started, and only where openIMIS
    is installed; so none is imported at the head of a file.
    """
    return pkgutil.resolve_name(name)


def start() -> None:
    """Configure Django with the modules that are installed, and make the tables if need be."""
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("NO_DATABASE", "True")  # no look-ups before the tables exist
    installed = [name for name in MODULES if importlib.util.find_spec(name)]
    _stand_in_for_the_assembly(installed)
    theirs("django.conf:settings").configure(**_settings(installed))
    theirs("django:setup")()
    if "tblClaim" not in theirs("django.db:connection").introspection.table_names():
        theirs("django.core.management:call_command")("migrate", run_syncdb=True, verbosity=0)


def _stand_in_for_the_assembly(installed: list[str]) -> None:
    """Give the modules the one function they import from the repository that assembles them."""
    package, apps = ModuleType("openIMIS"), ModuleType("openIMIS.openimisapps")
    vars(apps)["openimis_apps"] = lambda: installed
    sys.modules["openIMIS"], sys.modules["openIMIS.openimisapps"] = package, apps


def _settings(installed: list[str]) -> dict[str, Any]:
    apps = [*FRAMEWORK, *installed]
    labels = {name.split(".")[2 if name.startswith("django.") else 0] for name in apps}
    labels |= {"refresh_token"}
    return {
        "INSTALLED_APPS": apps,
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": os.environ.get("PGDATABASE", "openimis"),
            }
        },
        "CACHES": {name: CACHE | {"LOCATION": name} for name in CACHE_NAMES},
        # Tables from the models: the migrations alone stop on an empty data base.
        "MIGRATION_MODULES": dict.fromkeys(labels),
        "AUTH_USER_MODEL": "core.User",
        "SECRET_KEY": "not a secret: nothing is served",
        "USE_TZ": False,
        "MODE": "PROD",
        "MSSQL": False,
        "IS_TESTING": False,
        "ROW_SECURITY": False,
        "SITE_ROOT": lambda: "",
        "FRONTEND_URL": "",
        "CACHE_OBJECT_DEFAULT": False,
        "CACHE_OBJECT_TTL": None,
        "SCHEDULER_JOBS": [],
        "SCHEDULER_CUSTOM": [],
        "SCHEDULER_CONFIG": {},
        "SCHEDULER_AUTOSTART": False,
        "PASSWORD_MIN_LENGTH": 8,
        "PASSWORD_UPPERCASE": 1,
        "PASSWORD_LOWERCASE": 1,
        "PASSWORD_DIGITS": 1,
        "PASSWORD_SYMBOLS": 1,
        "RATELIMIT_GROUP": "login",
        "RATELIMIT_KEY": "ip",
        "RATELIMIT_RATE": "1/s",
        "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
    }
