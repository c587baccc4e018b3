"""The settings of an installation, each a typed field, from LMS_… variables or a TOML file."""

import contextlib
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lms.domain.problem import Refused, Text

PROGRAM = Path(__file__).resolve().parent.parent
"""The folder of the program."""
POINTER = PROGRAM / ".data-folder"
"""File with the data folder that ./run used last, so that `lms` finds it without being told."""

_OURS = re.compile(
    r"wuneng\.sqlite3.*|restoring\..*|secret-key|lms\.toml|first-accounts\..*|content-loaded|serving-at|.*\.lock"
    r"|files|content|fonts|backups?|before-.*|.*\.wuneng(\.part.*)?|lost\+found"
)
"""Names of what lies in a data folder: ours, and what docs/install.md puts there."""


def _doc(zh: str, en: str) -> dict[str, Text]:
    return {"doc": Text(zh, en)}


@dataclass(frozen=True, slots=True)
class Settings:
    """Field `x` is read from the variable LMS_X, else from the TOML file, else its default."""

    data_dir: Path = field(
        default=PROGRAM / "data",
        metadata=_doc(
            "数据文件夹：数据库、文件、密钥；不设时 `lms` 用 `./run` 上次用的那个",
            "Folder of the database, files and keys; if it is not set, `lms` uses the one that `./run` used last",
        ),
    )
    database_url: str = field(
        default="",
        metadata=_doc(
            "数据库地址，默认是数据文件夹中的 SQLite；也可用 postgresql://…",
            "Database address; SQLite in the data folder by default, or postgresql://…",
        ),
    )
    secret_key: str = field(
        default="",
        metadata=_doc(
            "签名密钥，缺省时首次启动自动生成并保存",
            "Signing key; generated and stored on the first start if absent",
        ),
    )
    host: str = field(default="127.0.0.1", metadata=_doc("监听地址", "Address to listen on"))
    port: int = field(default=8000, metadata=_doc("监听端口", "Port to listen on"))
    workers: int = field(
        default=0, metadata=_doc("网页进程数，0 为按处理器核数", "Web processes; 0 means one per core")
    )
    public_url: str = field(
        default="",
        metadata=_doc(
            "对外网址，印在证书和邮件里，如 http://10.1.2.3:8000",
            "Address printed on certificates and in mail, such as http://10.1.2.3:8000",
        ),
    )
    https: bool = field(
        default=False,
        metadata=_doc(
            "经 https 提供服务时设为 true，Cookie 将只走加密连接",
            "true when served over https: cookies are then sent only over encrypted connections",
        ),
    )
    trusted_proxies: int = field(
        default=0, metadata=_doc("前面有几层可信代理", "Number of trusted proxies in front")
    )
    session_hours: int = field(default=12, metadata=_doc("登录有效小时数", "Hours a sign-in lasts"))
    mail_url: str = field(
        default="",
        metadata=_doc(
            "smtp://用户:密码@主机:端口，空则写入日志",
            "smtp://user:password@host:port; empty writes mail to the log",
        ),
    )
    mail_from: str = field(default="wuneng@localhost", metadata=_doc("发件人地址", "Sender of mail"))
    issuer_zh: str = field(
        default="培训与测评中心", metadata=_doc("证书上的发证单位（中文）", "Issuer on certificates, Chinese")
    )
    issuer_en: str = field(
        default="Training and Assessment Centre",
        metadata=_doc("证书上的发证单位（英文）", "Issuer on certificates, English"),
    )
    content_dir: Path = field(
        default=PROGRAM,
        metadata=_doc(
            "courses/ 和 question_bank/ 所在的文件夹", "The folder that contains courses/ and question_bank/"
        ),
    )
    fonts_dir: Path | None = field(
        default=None,
        metadata=_doc("本单位另加的证书字体文件夹", "Folder with additional fonts for certificates"),
    )

    review_required: bool = field(
        default=True,
        metadata=_doc(
            "试题经他人批准才可抽到；设为 false 时，命题人送审的最新一版即可抽到，审题照常进行",
            "Questions can be drawn once somebody else has approved them; if false, the latest version that its author "
            "submitted for review can be drawn at once, and is reviewed all the same",
        ),
    )

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'wuneng.sqlite3').resolve()}"
        if self.database_url.startswith("postgresql://"):
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return self.database_url

    @property
    def base_url(self) -> str:
        """The address that people use, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def opens_elsewhere(self) -> bool:
        """Whether other computers can open `base_url`."""
        return opens_elsewhere(self.base_url)

    @property
    def extra_fonts(self) -> tuple[Path, ...]:
        """The fonts that the installation added, tried after ours."""
        return tuple(sorted(self.fonts_dir.glob("*.ttf"))) if self.fonts_dir else ()


def opens_elsewhere(url: str) -> bool:
    """Return whether other computers can open an address: it does not name the machine that it is typed on."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host != "localhost"
    return not (address.is_loopback or address.is_unspecified)


def load(environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings as `read` does; create the data folder and the secret key if they are absent."""
    loaded = read(environ, **given)
    make_private_folder(loaded.data_dir)
    return loaded if loaded.secret_key else replace(loaded, secret_key=_new_key(loaded.data_dir))


def read(environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings from `given`, else variables, else the file named by LMS_CONFIG, else DATA/lms.toml.

    Create nothing: without an installation, the secret key is empty. Raise Refused for an unknown name or an invalid value.
    """
    env = os.environ if environ is None else environ
    data_dir = Path(given.get("data_dir") or env.get("LMS_DATA_DIR") or remembered() or PROGRAM / "data")
    config = Path(env.get("LMS_CONFIG") or data_dir / "lms.toml")
    raw = _from_file(config)
    names = {f.name: f for f in fields(Settings)}
    for name in raw:
        if name not in names:
            raise _invalid(f"{config}: {name}")
    for name in names:
        if (value := env.get(f"LMS_{name.upper()}")) is not None:
            raw[name] = value
    raw.update({k: v for k, v in given.items() if v is not None})
    raw["data_dir"] = data_dir
    values = {name: _typed(name, str(names[name].type), value) for name, value in raw.items()}
    values["secret_key"] = values.get("secret_key") or _stored_key(data_dir)
    return Settings(**values)


def remember(data_dir: Path) -> None:
    """Note the data folder beside the program, if its folder can be written."""
    part = POINTER.with_suffix(".part")
    try:
        part.write_text(f"{data_dir.resolve()}\n", "utf-8")
        part.replace(POINTER)
    except OSError:
        part.unlink(missing_ok=True)


def remembered() -> Path | None:
    """Return the data folder that ./run used last; None if it is not known."""
    try:
        noted = POINTER.read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    return Path(noted) if noted else None


def make_private_folder(folder: Path) -> None:
    """Create the data folder if it is absent, and close it to all but its owner.

    A folder that holds other things as well is left as it is: others may need them, and `lms doctor` mentions it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.stat()
    if not found.st_mode & 0o077 or found.st_mode & stat.S_ISVTX:  # closed already; open to all, as /tmp is
        return
    if all(_OURS.fullmatch(path.name) for path in folder.iterdir()):
        with contextlib.suppress(OSError):  # of another user
            folder.chmod(0o700)


def _from_file(config: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:  # not readable, not UTF-8 or not TOML
        raise _invalid(f"{config}: {error}") from None


def _typed(name: str, kind: str, value: Any) -> Any:
    try:
        if "Path" in kind:
            return Path(value)
        if "int" in kind:
            return int(value)
        if "bool" in kind:
            return {"1": True, "true": True, "0": False, "false": False}[str(value).lower()]
    except (KeyError, ValueError):
        raise _invalid(f"LMS_{name.upper()}={value!r}") from None
    return str(value)


def _stored_key(data_dir: Path) -> str:
    path = data_dir / "secret-key"
    return path.read_text("ascii").strip() if path.exists() else ""


def _new_key(data_dir: Path) -> str:
    path = data_dir / "secret-key"
    path.touch(mode=0o600)
    path.write_text(secrets.token_urlsafe(48), "ascii")
    return path.read_text("ascii").strip()


def _invalid(where: str) -> Refused:
    return Refused(
        "settings.wrong",
        Text(f"设置有误：{where}", f"This setting is invalid: {where}"),
        Text(
            "可用的设置及写法见 docs/settings.md", "docs/settings.md lists all settings and how to write them"
        ),
        status=500,
    )
