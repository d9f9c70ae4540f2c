"""The portal's own settings, made quick and quiet for tests.

`TEST_DATABASE=postgresql` runs the same tests on PostgreSQL (at `TEST_DATABASE_URL`); otherwise an
ambient `DATABASE_URL` is not looked at, so that no test can ever meet a real database.
"""

import os
import tempfile

ON_POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"
TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
_folder = tempfile.TemporaryDirectory(prefix="portal-test-")

os.environ["PORTAL_VAR"] = _folder.name
os.environ["DATABASE_URL"] = (
    TEST_DATABASE_URL if ON_POSTGRESQL else f"sqlite:///{_folder.name}/unused.sqlite3"
)
for name in ("BASE_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_BACKEND"):
    os.environ.pop(name, None)

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, STORAGES, VAR  # noqa: E402

# Argon2 is slow on purpose; here it would only be slow.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The lock-out is tested where a test asks for it with `settings.AXES_ENABLED = True`.
AXES_ENABLED = False

# Files are served from where they are written, under their plain names.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
(VAR / "static").mkdir(exist_ok=True)

# Each thread of a browser test's server opens and closes its own connection.
DATABASES["default"]["CONN_MAX_AGE"] = 0
