"""From one address to Django's database settings: SQLite on one server, PostgreSQL for a city."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from qingshe.foundation.environment import BadSetting

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)


def from_url(url: str, default_file: Path) -> dict[str, object]:
    """Settings for `postgresql://user:password@host:port/name`, `sqlite:path` or "" (the default).

    Errors: BadSetting for any other scheme, or a PostgreSQL address without a name.
    """
    parts = urlsplit(url)
    try:
        port = str(parts.port or "")
    except ValueError as error:
        raise BadSetting("QINGSHE_DATABASE 里的端口应为 1 到 65535 的整数。") from error
    if parts.scheme in ("", "sqlite"):
        return _sqlite(parts.path or str(default_file))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadSetting(
            "QINGSHE_DATABASE 应为 postgresql://用户:口令@主机:端口/库名 或 sqlite:文件路径。"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _sqlite(file: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds to wait for the one writer
            "init_command": SQLITE_PRAGMAS,
        },
    }
