"""Settings: one frozen table feeds the service, the command line and the documentation."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from kiosk.domain.code import Algorithm
from kiosk.domain.fact import Bilingual
from kiosk.domain.masking import is_plain, masked

_FAULTS = {
    "int_parsing": Bilingual(zh="要一个整数", en="must be a whole number"),
    "greater_than_equal": Bilingual(zh="不能小于{ge}", en="must be at least {ge}"),
    "enum": Bilingual(zh="只能是{expected}", en="must be {expected}"),
    "extra_forbidden": Bilingual(zh="没有这项设置", en="there is no such setting"),
}
_OTHER = Bilingual(zh="写法不对", en="is not written as it must be")

Words = Annotated[tuple[str, ...], NoDecode]


class SettingError(ValueError):
    """What is wrong with a value, told in both languages."""

    def __init__(self, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.told = Bilingual(zh=zh, en=en)


def faults_of(error: ValidationError) -> Bilingual:
    """Every wrong setting by its name, and what it must be."""
    told = [(_name(fault), _fault(fault)) for fault in error.errors()]
    return Bilingual(
        zh="；".join(f"{name} {fault.zh}" for name, fault in told),
        en="; ".join(f"{name} {fault.en}" for name, fault in told),
    )


class Transport(StrEnum):
    """What browsers are told over https: to come by https only, to this host or also below it."""

    OFF = "off"
    HOST = "host"
    SUBDOMAINS = "subdomains"


_TRANSPORTS: Final = {
    Transport.OFF: "",
    Transport.HOST: "max-age=31536000",
    Transport.SUBDOMAINS: "max-age=31536000; includeSubDomains",
}


class Settings(BaseSettings):
    """Every setting: a ``KIOSK_…`` variable, else a line of `kiosk.toml`, else what stands here."""

    model_config = SettingsConfigDict(env_prefix="KIOSK_", frozen=True, extra="forbid")

    data_dir: Path = Field(default=Path("data"), description="folder of database, keys and spool")
    database_url: str | None = Field(
        default=None,
        repr=False,
        description="postgresql://… of the database of several nodes; SQLite where unset",
    )
    public_url: str = Field(
        default="http://localhost:8000",
        description="address printed in QR symbols; may carry a path",
    )
    secret_file: Path | None = Field(
        default=None, description="file of the code keys; keys.json in the data folder where unset"
    )
    crypto: Algorithm = Field(
        default=Algorithm.SHA256, description="hash under new code keys: sha256 or sm3"
    )
    trusted_proxies: Words = Field(
        default=(), description="addresses whose X-Forwarded-For is believed, with commas"
    )
    hosts: Words = Field(default=(), description="further Host names to answer to, with commas")
    hsts: Transport = Field(
        default=Transport.HOST,
        description="Strict-Transport-Security over https, for a year: host, subdomains or off",
    )
    timezone: str = Field(default="Asia/Shanghai", description="zone of the days in reports")
    retention_days: int = Field(
        default=400, ge=2, description="days that single scan rows are kept"
    )
    verify_dir: Path | None = Field(
        default=None, description="folder of small files that a platform wants at the root"
    )
    site_operator: str | None = Field(default=None, description="主办单位")
    site_id: str | None = Field(default=None, description="网站标识码")
    site_badge_url: str | None = Field(default=None, description="党政机关网站标识, its link")
    site_error_url: str | None = Field(default=None, description="我为政府网站找错, its link")
    site_icp: str | None = Field(default=None, description="ICP备案号")
    site_police: str | None = Field(default=None, description="公安备案号")
    site_hotline: str | None = Field(default=None, description="hotline of the operator")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose values come as arguments."""
        return env_settings, init_settings

    @field_validator("trusted_proxies", "hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        is_plain = parts.scheme in ("http", "https") and parts.hostname
        if not is_plain or parts.query or parts.fragment or parts.username:
            raise SettingError(
                zh="要一个不带查询和片段的 http 或 https 网址",
                en="must be an http or https address without query or fragment",
            )
        if value != value.lower():
            raise SettingError(
                zh="要用小写：大写的网址有些手机读不出",
                en="must be in lower case: upper-case addresses fail in some readers",
            )
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError) as error:
            raise SettingError(
                zh="要一个时区，例如 Asia/Shanghai", en="must be a time zone such as Asia/Shanghai"
            ) from error
        return value

    @field_validator("database_url")
    @classmethod
    def _server(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme not in ("postgresql", "postgres"):
            raise SettingError(
                zh="要一个 postgresql:// 网址；用内置的 SQLite 就不要设置",
                en="must be a postgresql:// address; leave it unset for the embedded SQLite",
            )
        if value and not is_plain(value):
            raise SettingError(
                zh="里有要改写的字符：密码里的 / ? # @ : 写成 %2F %3F %23 %40 %3A",
                en="has characters to rewrite: in a password / ? # @ : are %2F %3F %23 %40 %3A",
            )
        return value or None

    @field_validator("site_badge_url", "site_error_url")
    @classmethod
    def _link(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise SettingError(
                zh="要一个 http 或 https 网址", en="must be an http or https address"
            )
        return value

    def shown(self) -> dict[str, str]:
        """Every setting as it may be printed: without the passwords in addresses."""
        return {name: _shown(getattr(self, name)) for name in type(self).model_fields}

    @property
    def base_path(self) -> str:
        """Path under which the service lives: empty, or ``/mbk``."""
        return urlsplit(self.public_url).path

    @property
    def strict_transport(self) -> str:
        """The value of Strict-Transport-Security; empty where it is not sent."""
        return _TRANSPORTS[self.hsts] if self.is_secure else ""

    @property
    def is_secure(self) -> bool:
        """Whether the public address is https."""
        return self.public_url.startswith("https://")


def _shown(value: object) -> str:
    parts = value if isinstance(value, tuple) else () if value is None else (value,)
    return ",".join(masked(str(part)) for part in parts)


def _name(fault: ErrorDetails) -> str:
    return f"KIOSK_{'_'.join(map(str, fault['loc'])).upper()}"


def _fault(fault: ErrorDetails) -> Bilingual:
    places = fault.get("ctx", {})
    refused = places.get("error")
    if isinstance(refused, SettingError):
        return refused.told
    known = _FAULTS.get(fault["type"], _OTHER)
    return Bilingual(zh=known.zh.format(**places), en=known.en.format(**places))
