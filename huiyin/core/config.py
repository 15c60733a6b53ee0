"""Reading the environment: what `settings.py` needs, without Django."""

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def data_dir() -> Path:
    """Where the database, files and secrets lie: HUIYIN_DATA_DIR, else /var/lib/huiyin for root, else the XDG folder.

    Root needs a folder outside every home, because the embedded database runs as a user of its own.
    """
    if given := os.environ.get("HUIYIN_DATA_DIR"):
        return Path(given).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/huiyin")
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "huiyin"


def private_dir() -> Path:
    """Where keys, evidence and mail lie (0700): beside the database, never above it."""
    return Path(os.environ.get("HUIYIN_PRIVATE_DIR", data_dir() / "private"))


def flag(name: str) -> bool:
    """Is the environment variable set to 1, true, yes or on?"""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """The words of an environment variable, separated by spaces or commas."""
    return os.environ.get(name, default).replace(",", " ").split()


def secret(name: str) -> str:
    """A secret from the variable `name` or from the file that `name`_FILE points at; empty when neither is set."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(name, "")


def secret_key() -> str:
    """Django's key: HUIYIN_SECRET_KEY(_FILE), else the one of the private folder, else one for this process."""
    if given := secret("HUIYIN_SECRET_KEY"):
        return given
    path = private_dir() / "secret_key"
    try:
        return path.read_text().strip()
    except OSError:
        return secrets.token_urlsafe(50)


def make_secret_key() -> bool:
    """Make the key file if it is missing; True when it was made."""
    path = private_dir() / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        return False
    return True


def answer_requests() -> None:
    """This process answers requests: nobody waits longer for one statement than a page may take (wsgi)."""
    os.environ["_HUIYIN_ANSWERS_REQUESTS"] = "1"


def statement_timeout_ms() -> int:
    """The longest statement of this process, in milliseconds (0: no limit): of a page or of a job or command."""
    if "_HUIYIN_ANSWERS_REQUESTS" in os.environ:
        return int(os.environ.get("HUIYIN_STATEMENT_TIMEOUT_MS", "10000"))
    return int(os.environ.get("HUIYIN_JOB_STATEMENT_TIMEOUT_MS", "600000"))


def database() -> dict[str, Any]:
    """Django's database settings from DATABASE_URL (postgresql://user:password@host:port/name?option=value)."""
    url = secret("DATABASE_URL")
    parts = urlsplit(url or "postgresql://postgres@/huiyin")
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql:// (PostgreSQL 15 or later is the only database)")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    prepared = options.pop("prepare_threshold", "5")
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "huiyin.core.postgres",
        "NAME": unquote(parts.path.lstrip("/")) or "huiyin",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options
        | {
            # Prepared are the statements of core.pipeline alone: their plans are made once, not for each value.
            # Helper processes for parts of a statement cost more than any part of ours does.
            "options": f"-c statement_timeout={statement_timeout_ms()} -c lock_timeout=10000 "
            "-c plan_cache_mode=force_generic_plan -c max_parallel_workers_per_gather=0",
            # After so many uses the database keeps a plan (core.pipeline); "none" for a pooler that forbids it.
            "prepare_threshold": None if prepared == "none" else int(prepared),
        },
    }


def oidc_providers() -> dict[str, Any]:
    """allauth's OpenID Connect settings from HUIYIN_OIDC, a JSON list of {id, name, client_id, secret, server_url}."""
    apps = [
        {
            "provider_id": entry["id"],
            "name": entry["name"],
            "client_id": entry["client_id"],
            "secret": entry.get("secret", ""),
            "settings": {"server_url": entry["server_url"]},
        }
        for entry in json.loads(os.environ.get("HUIYIN_OIDC", "[]"))
    ]
    return {"openid_connect": {"APPS": apps}} if apps else {}


def wecom() -> dict[str, str]:
    """The application of the house in WeCom: corporation, agent and secret; nothing unless all three are given."""
    found = {
        "corp_id": os.environ.get("HUIYIN_WECOM_CORP_ID", ""),
        "agent_id": os.environ.get("HUIYIN_WECOM_AGENT_ID", ""),
        "secret": secret("HUIYIN_WECOM_SECRET"),
    }
    address = os.environ.get("HUIYIN_WECOM_URL", "https://qyapi.weixin.qq.com").rstrip("/")
    return {**found, "url": address} if all(found.values()) else {}


def wechat() -> dict[str, str]:
    """The official account of the house in WeChat: account, its secret, and what signs and encrypts its callbacks;
    nothing unless all four are given."""
    found = {
        "app_id": os.environ.get("HUIYIN_WECHAT_APP_ID", ""),
        "secret": secret("HUIYIN_WECHAT_SECRET"),
        "token": secret("HUIYIN_WECHAT_TOKEN"),
        "aes_key": secret("HUIYIN_WECHAT_AES_KEY"),
    }
    address = os.environ.get("HUIYIN_WECHAT_URL", "https://api.weixin.qq.com").rstrip("/")
    return {**found, "url": address} if all(found.values()) else {}


def sms() -> dict[str, str]:
    """The account of the house for text messages at Alibaba Cloud (`aliyun`) or Tencent Cloud (`tencent`, which
    knows an application too); nothing unless all that the provider needs is given."""
    provider = os.environ.get("HUIYIN_SMS_PROVIDER", "").strip()
    usual = {
        "aliyun": ("https://dysmsapi.aliyuncs.com", "cn-hangzhou"),
        "tencent": ("https://sms.tencentcloudapi.com", "ap-guangzhou"),
    }
    if provider not in usual:
        if provider:
            raise ValueError("HUIYIN_SMS_PROVIDER is neither aliyun nor tencent")
        return {}
    url, region = usual[provider]
    found = {
        "provider": provider,
        "key_id": os.environ.get("HUIYIN_SMS_KEY_ID", ""),
        "secret": secret("HUIYIN_SMS_SECRET"),
        "sign_name": os.environ.get("HUIYIN_SMS_SIGN_NAME", ""),
        "template": os.environ.get("HUIYIN_SMS_TEMPLATE", ""),
        "variable": os.environ.get("HUIYIN_SMS_VARIABLE", "").replace(" ", "") or "content",
        "app_id": os.environ.get("HUIYIN_SMS_APP_ID", "") or ("" if provider == "tencent" else "-"),
        "region": os.environ.get("HUIYIN_SMS_REGION", "") or region,
        "url": (os.environ.get("HUIYIN_SMS_URL", "") or url).rstrip("/"),
    }
    # Without a key of the house the platform cannot call it: nothing comes in, messages still go out.
    key = secret("HUIYIN_SMS_CALLBACK_KEY")
    if key and not re.fullmatch(r"[A-Za-z0-9._~-]{16,200}", key):
        raise ValueError("HUIYIN_SMS_CALLBACK_KEY stands in an address: 16 letters, digits or . _ ~ - at least")
    more = {"callback_key": key, "wording": os.environ.get("HUIYIN_SMS_WORDING", "")}
    return found | more if all(found.values()) else {}


def llm() -> dict[str, str]:
    """A language model of the house: address, model, key (may be empty); nothing without address and model."""
    found = {
        "url": os.environ.get("HUIYIN_LLM_URL", "").strip().rstrip("/"),
        "model": os.environ.get("HUIYIN_LLM_MODEL", "").strip(),
    }
    return {**found, "key": secret("HUIYIN_LLM_KEY")} if all(found.values()) else {}


def job_modules(base: Path) -> list[str]:
    """The dotted names of every `jobs` and `sweeps` module (or package) of the contexts under `base`."""
    found = [*base.glob("*/jobs*"), *base.glob("*/sweeps*")]
    names = {f"huiyin.{path.parent.name}.{path.stem}" for path in found if path.suffix in {"", ".py"}}
    return sorted(names - {"huiyin.core.jobs"})
