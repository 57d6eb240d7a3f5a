"""Where the database is: one URL, read once and checked (数据库地址)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """The parts of a ``postgresql://user:password@host:port/name`` address.

    A host that begins with a slash is the folder of a socket; it is written ``?host=/folder``.

    >>> DatabaseUrl.parse("postgresql://yibao@localhost/yibao").name
    'yibao'
    """

    host: str
    port: int
    name: str
    user: str = ""
    password: str = ""

    @classmethod
    def parse(cls, text: str) -> DatabaseUrl:
        """Take an address apart.

        Raises:
            InvalidInput: code ``invalid_database_url``.

        >>> DatabaseUrl.parse("postgresql:///yibao?host=/run/postgresql").host
        '/run/postgresql'

        """
        parts = urlsplit(text)
        if parts.scheme not in SCHEMES:
            raise _refused(f"{parts.scheme or '∅'}://")
        options = dict(parse_qsl(parts.query))
        name = unquote(parts.path.lstrip("/"))
        try:
            port = int(options.get("port") or parts.port or 5432)
        except ValueError:
            raise _refused("port") from None
        if not name:
            raise _refused("/")
        return cls(
            host=options.get("host") or parts.hostname or "",
            port=port,
            name=name,
            user=options.get("user") or unquote(parts.username or ""),
            password=options.get("password") or unquote(parts.password or ""),
        )

    def named(self, name: str) -> DatabaseUrl:
        """Return the address of another database of the same server.

        >>> DatabaseUrl("", 5432, "a").named("b").name
        'b'
        """
        return DatabaseUrl(self.host, self.port, name, self.user, self.password)

    def without_password(self) -> DatabaseUrl:
        """Return the address as it may be written where others can read it.

        >>> str(DatabaseUrl("h", 5432, "a", "u", "secret").without_password())
        'postgresql://u@h:5432/a'
        """
        return DatabaseUrl(self.host, self.port, self.name, self.user)

    def __str__(self) -> str:
        who = quote(self.user)
        if self.password:
            who += ":" + quote(self.password)
        at = "@" if who else ""
        if self.host.startswith("/"):
            return f"postgresql://{who}{at}/{quote(self.name)}?host={quote(self.host)}&port={self.port}"
        return f"postgresql://{who}{at}{self.host}:{self.port}/{quote(self.name)}"

    def django(self) -> dict[str, object]:
        """Return what Django's ``DATABASES["default"]`` asks for.

        >>> DatabaseUrl("/run", 5433, "y").django()["PORT"]
        '5433'
        """
        return {
            "ENGINE": "yibao.office.database.engine",
            "HOST": self.host,
            "PORT": str(self.port),
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
        }


def _refused(part: str) -> InvalidInput:
    return InvalidInput(
        "invalid_database_url",
        "YIBAO_DATABASE_URL",
        Text(f"数据库地址不能识别（{part}）。", f"The database address cannot be read ({part})."),
        Text(
            "请写成 postgresql://用户:口令@主机:端口/库名。",
            "Write postgresql://user:password@host:port/name.",
        ),
    )
