"""Settings: one frozen table feeds the service, the command line and the documentation."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kiosk.domain.code import Algorithm


class Settings(BaseSettings):
    """Every setting, read from ``KIOSK_…`` variables, then from a `kiosk.toml`, then from here."""

    model_config = SettingsConfigDict(env_prefix="KIOSK_", frozen=True, extra="forbid")

    data_dir: Path = Field(Path("data"), description="folder of database, keys and caches")
    database_url: str | None = Field(
        None, description="postgresql://… ; SQLite in the data folder where unset"
    )
    public_url: str = Field(
        "http://localhost:8000", description="address printed in QR symbols; may carry a path"
    )
    secret_file: Path | None = Field(
        None, description="file of the code keys; keys.json in the data folder where unset"
    )
    crypto: Algorithm = Field(
        Algorithm.SHA256, description="hash under new code keys: sha256 or sm3"
    )
    trusted_proxies: tuple[str, ...] = Field(
        (), description="addresses whose X-Forwarded-For is believed"
    )
    hosts: tuple[str, ...] = Field((), description="further Host names to answer to")
    timezone: str = Field("Asia/Shanghai", description="zone of the days in reports")
    retention_days: int = Field(400, ge=2, description="days that single scan rows are kept")
    verify_dir: Path | None = Field(None, description="folder of small files served at the root")
    site_operator: str | None = Field(None, description="主办单位")
    site_id: str | None = Field(None, description="网站标识码")
    site_badge_url: str | None = Field(None, description="党政机关网站标识 link")
    site_error_url: str | None = Field(None, description="我为政府网站找错 link")
    site_icp: str | None = Field(None, description="ICP备案号")
    site_police: str | None = Field(None, description="公安备案号")
    site_hotline: str | None = Field(None, description="hotline of the operator")

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.query
            or parts.fragment
        ):
            raise ValueError("must be an http or https address without query or fragment")
        return value.rstrip("/")

    @property
    def base_path(self) -> str:
        """Path under which the service lives: empty, or ``/mbk``."""
        return urlsplit(self.public_url).path

    @property
    def is_secure(self) -> bool:
        """Whether the public address is https."""
        return self.public_url.startswith("https://")
