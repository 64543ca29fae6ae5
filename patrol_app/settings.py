"""What an installation decides, read once at the start: what is missing or wrong stops the start by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: A key shorter than this can be guessed (RFC 2104, section 3: at least the length of the hash).
SECRET_KEY_MIN_CHARS = 32

YES_OR_NO: Mapping[str, bool] = {"1": True, "0": False, "": False}


class WrongSettings(Exception):
    """The environment does not say what the product needs; `problems` names each variable and what is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that differs between installations.

    `secret_keys` sign the tokens of forms, the newest first; older ones are still accepted, so that a key can be
    changed while people are at work. `trusted_hosts` are the names we answer to, none given means any. `proxies`
    is how many reverse proxies of ours stand in front: only so many forwarded addresses are believed. `redis_url` is
    where the worker's queue is kept; without one it is a file beside the database. `tianditu_key` is ours at 天地图:
    with one the map at the desk lies on its tiles, without one it is drawn on plain ground and asks nobody.
    `worker_off` takes the phones' service worker away, should one ever do harm; records on phones stay.
    """

    instance_dir: Path
    database_url: str
    media_dir: Path
    secret_keys: tuple[str, ...] = field(repr=False)
    demo: bool = False
    https: bool = False
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    redis_url: str | None = field(default=None, repr=False)
    tianditu_key: str | None = field(default=None, repr=False)
    worker_off: bool = False
    dist_dir: Path = ROOT / "static" / "dist"
    max_form_bytes: int = 200_000
    max_json_bytes: int = 1_000_000
    max_media_bytes: int = 32_000_000

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read the variables that begin with PATROL_; raises WrongSettings naming all that is wrong at once."""
        read = _Reading(environ)
        instance_dir = Path(environ.get("PATROL_INSTANCE_DIR") or ROOT / "instance").resolve()
        settings = cls(
            instance_dir=instance_dir,
            database_url=environ.get("PATROL_DATABASE_URL")
            or f"sqlite:///{instance_dir / 'patrol.sqlite3'}",
            media_dir=Path(environ.get("PATROL_MEDIA_DIR") or instance_dir / "media").resolve(),
            secret_keys=read.secret_keys("PATROL_SECRET_KEYS"),
            demo=read.yes_or_no("PATROL_DEMO"),
            https=read.yes_or_no("PATROL_HTTPS"),
            trusted_hosts=read.words("PATROL_TRUSTED_HOSTS"),
            proxies=read.count("PATROL_PROXIES"),
            redis_url=read.redis_url("PATROL_REDIS_URL"),
            tianditu_key=read.tianditu_key("PATROL_TIANDITU_KEY"),
            worker_off=read.yes_or_no("PATROL_WORKER_OFF"),
        )
        if read.problems:
            raise WrongSettings(read.problems)
        return settings


class _Reading:
    """Turns variables into values and gathers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def words(self, name: str) -> tuple[str, ...]:
        """Give the words of a list parted by commas."""
        parts = (part.strip() for part in self._environ.get(name, "").split(","))
        return tuple(part for part in parts if part)

    def yes_or_no(self, name: str) -> bool:
        """Give whether the variable is 1; 0, empty or absent mean no."""
        value = self._environ.get(name, "").strip()
        if value not in YES_OR_NO:
            self.problems.append(f"{name} is 1 or 0, not {value!r}")
        return YES_OR_NO.get(value, False)

    def count(self, name: str) -> int:
        """Give a number from 0 up, 0 if it is absent."""
        value = self._environ.get(name, "").strip() or "0"
        if not value.isdecimal():
            self.problems.append(f"{name} is a number from 0 up, not {value!r}")
            return 0
        return int(value)

    def redis_url(self, name: str) -> str | None:
        """Give the address of a Redis server, None if there is none."""
        value = self._environ.get(name, "").strip()
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            self.problems.append(f"{name} is the address of a Redis server, as redis://host:6379/0")
        return value or None

    def tianditu_key(self, name: str) -> str | None:
        """Give the key for tiles of 天地图, None if there is none."""
        value = self._environ.get(name, "").strip()
        if value and not (value.isascii() and value.isalnum()):
            self.problems.append(f"{name} is the key that Tianditu gave, letters and digits only")
        return value or None

    def secret_keys(self, name: str) -> tuple[str, ...]:
        """Give the keys, newest first; there is no default, and a short one is refused."""
        keys = self.words(name)
        if not keys:
            self.problems.append(
                f"{name} is missing: make a key with"
                " python -c 'import secrets; print(secrets.token_hex(32))' and keep it"
            )
        if any(len(key) < SECRET_KEY_MIN_CHARS for key in keys):
            self.problems.append(f"{name}: each key has at least {SECRET_KEY_MIN_CHARS} characters")
        return keys
