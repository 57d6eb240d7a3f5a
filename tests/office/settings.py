"""Settings of the tests: the site's own, in the mode of tests."""

import os
import tempfile

os.environ["YIBAO_MODE"] = "test"
os.environ.setdefault("YIBAO_DATA", tempfile.mkdtemp(prefix="yibao-test-data-"))
os.environ.pop("YIBAO_DATABASE_URL", None)

from yibao.office.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
