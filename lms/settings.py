"""The settings of an installation, each a typed field, from LMS_… variables or a TOML file."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lms.domain.problem import Refused, Text


def _doc(zh: str, en: str) -> dict[str, Text]:
    return {"doc": Text(zh, en)}


@dataclass(frozen=True, slots=True)
class Settings:
    """Field `x` is read from the variable LMS_X, else from the TOML file, else its default."""

    data_dir: Path = field(
        default=Path("data"),
        metadata=_doc("数据文件夹：数据库、文件、密钥", "Folder of the database, files and keys"),
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
        default=Path(__file__).resolve().parent.parent,
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
        """Whether other computers can open `base_url`: it does not name the machine that it is typed on."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            address = ip_address(host)
        except ValueError:
            return host != "localhost"
        return not (address.is_loopback or address.is_unspecified)

    @property
    def extra_fonts(self) -> tuple[Path, ...]:
        """The fonts that the installation added, tried after ours."""
        return tuple(sorted(self.fonts_dir.glob("*.ttf"))) if self.fonts_dir else ()


def load(environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings from `given`, else variables, else the file named by LMS_CONFIG, else DATA/lms.toml.

    Create the data folder and the secret key on first use. Raise Refused for an unknown name or an
    invalid value.
    """
    env = os.environ if environ is None else environ
    data_dir = Path(given.get("data_dir") or env.get("LMS_DATA_DIR") or "data")
    config = Path(env.get("LMS_CONFIG") or data_dir / "lms.toml")
    raw: dict[str, Any] = tomllib.loads(config.read_text("utf-8")) if config.exists() else {}
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
    data_dir.mkdir(parents=True, exist_ok=True)
    values["secret_key"] = values.get("secret_key") or _stored_key(data_dir)
    return Settings(**values)


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
    if not path.exists():
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
