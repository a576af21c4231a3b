"""The configuration that the environment gives: one table, read here and nowhere else."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from toldonce.project.errors import UsageTrouble


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default in words, and what it is for."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("TOLDONCE_HOME", "`~/.local/share/toldonce`, or `/var/lib/toldonce` as root", "where data live"),
    Setting("TOLDONCE_PORT", "8000", "the port on which pages and the FHIR API are served"),
    Setting(
        "TOLDONCE_LIVE_PORT",
        "TOLDONCE_PORT + 1000",
        "the port on which open pages hear that something is new; `0` for none",
    ),
    Setting(
        "TOLDONCE_LIVE_ADDRESS",
        "this host at TOLDONCE_LIVE_PORT",
        "where browsers reach that port, such as `https://live.example` behind a proxy",
    ),
    Setting("TOLDONCE_BIND", "127.0.0.1", "the address on which pages and the FHIR API are served"),
    Setting(
        "DATABASE_URL", "the embedded PostgreSQL", "postgresql://user:password@host:port/name of a server"
    ),
    Setting(
        "TOLDONCE_PUBLIC_DATABASE_URL",
        "a role that Toldonce makes",
        "the same database for the role by which the public reads: postgresql://role:password@host:port/name",
    ),
    Setting("TOLDONCE_DEMO", "off", "`1` lets anyone sign in as a persona; for invented people only"),
    Setting("TOLDONCE_PLACE", "the `places/dorset` that comes with Toldonce", "the folder of the place"),
    Setting("TOLDONCE_SECRET", "made once, kept in TOLDONCE_HOME", "the key that signs sessions and links"),
    Setting("TOLDONCE_INBOX", "`inbox` in TOLDONCE_HOME", "where files are put for `toldonce take inbox`"),
    Setting("TOLDONCE_MAPPINGS", "none", "a folder of mapping files of one's own, which go before ours"),
    Setting("TOLDONCE_HOSTS", "localhost, 127.0.0.1, [::1]", "host names that are served, with commas"),
    Setting("TOLDONCE_HTTPS", "off", "`1` when a proxy serves HTTPS: cookies then go over HTTPS only"),
    Setting("TOLDONCE_ADDRESS", "http://localhost:8000", "the address of the pages, for links in e-mail"),
    Setting(
        "TOLDONCE_MAIL",
        "files in `mail` of TOLDONCE_HOME",
        "the server by which e-mail leaves: smtp://user:password@host:587?from=alerts@your.org (smtps:// for TLS)",
    ),
    Setting(
        "TOLDONCE_NEIGHBOURS",
        "none",
        "addresses of the neighbours that the place names, with commas: `wessex=https://host/fhir`; the token of each "
        "is read from `neighbours/wessex.token` in TOLDONCE_HOME",
    ),
    Setting(
        "TOLDONCE_SUBSCRIBERS",
        "none",
        "where notifications of FHIR Subscriptions may go, with commas: `https://host` or `http://host:port`",
    ),
    Setting("TOLDONCE_LOCATOR", "off", "the address of the National Record Locator's producer API"),
    Setting("TOLDONCE_LOCATOR_TOKEN", "none", "the bearer token with which the locator is told of plans"),
    Setting(
        "TOLDONCE_MAILBOX",
        "`mailbox` in TOLDONCE_HOME",
        "the folder by which documents go to and come from systems outside, or a YAML file of an NHS MESH mailbox",
    ),
    Setting(
        "TOLDONCE_PROXY",
        "none: straight",
        "the HTTP proxy by which every request to another computer leaves, such as `http://proxy:3128`; `HTTP_PROXY`, "
        "`HTTPS_PROXY`, `NO_PROXY` and `~/.netrc` are not obeyed; authorities of one's own are read from "
        "`SSL_CERT_FILE`",
    ),
    Setting(
        "TOLDONCE_NO_PROXY",
        "this machine",
        "hosts that are reached without that proxy, with commas: `host.example`, or `.example` for all below it",
    ),
    Setting("TOLDONCE_WORKERS", "2", "server processes that `toldonce up` starts"),
    Setting(
        "TOLDONCE_MLLP_PORT", "2575", "the port on which HL7 v2 is received; 0: `toldonce up` receives none"
    ),
    Setting("TOLDONCE_MLLP_LARGEST", "50", "megabytes that one HL7 v2 message may have"),
    Setting(
        "TOLDONCE_MLLP_CERTIFICATE", "no TLS", "the certificate (PEM) that is shown to senders of HL7 v2"
    ),
    Setting("TOLDONCE_MLLP_KEY", "in the file of the certificate", "the key (PEM) of that certificate"),
    Setting(
        "TOLDONCE_MLLP_CLIENTS",
        "anybody",
        "the authorities (PEM) of which a sender of HL7 v2 must show a certificate",
    ),
    Setting("TOLDONCE_DEBUG", "off", "`1` shows the insides of an error; never with real people"),
    Setting(
        "TOLDONCE_PDS", "off", "the address of the national demographics service (PDS FHIR), up to `/R4`"
    ),
    Setting("TOLDONCE_PDS_TOKENS", "off", "the address at which it gives access tokens"),
    Setting("TOLDONCE_PDS_API_KEY", "off", "the API key of this application there"),
    Setting(
        "TOLDONCE_PDS_KEY", "off", "the file of the private key (RSA, PEM) that signs for this application"
    ),
    Setting("TOLDONCE_PDS_KID", "off", "the id under which the public key is registered there"),
    Setting("TOLDONCE_PDS_ORGANISATION", "off", "the ODS code of the organisation on whose behalf is asked"),
)


def value_of(name: str, otherwise: str = "") -> str:
    """Return what the environment says of a setting in SETTINGS; an unknown name is a mistake of ours."""
    if name not in {setting.name for setting in SETTINGS}:
        raise KeyError(name)
    return os.environ.get(name, "") or otherwise


def listed(name: str) -> tuple[str, ...]:
    """Return the values of a setting that holds several, with commas."""
    return tuple(each.strip().rstrip("/") for each in value_of(name).split(",") if each.strip())


def proxy() -> str:
    """Return the address of the proxy by which requests leave, empty for none."""
    address = value_of("TOLDONCE_PROXY")
    try:
        parts = urlsplit(address)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_fit = False
    if address and not is_fit:
        raise UsageTrouble("TOLDONCE_PROXY names no HTTP proxy: write it like http://proxy.example:3128.")
    return address


def check_database_url(url: str) -> None:
    """Refuse what does not name a PostgreSQL database."""
    try:
        parts = urlsplit(url)
        named = parts.scheme in {"postgres", "postgresql"} and bool(parts.path.strip("/"))
        named = named and parts.port != 0
    except ValueError:
        named = False
    if not named:
        raise UsageTrouble(
            "DATABASE_URL names no PostgreSQL: write it like postgresql://user:password@host:5432/name."
        )


def is_on(name: str) -> bool:
    """Tell whether a yes/no setting is on."""
    return value_of(name).lower() in {"1", "true", "yes", "on"}


def port(name: str, otherwise: int) -> int:
    """Return a port number that is set, or the usual one; 0 means none."""
    text = value_of(name, str(otherwise))
    if not text.isdecimal() or not 0 <= int(text) < 65536:
        raise UsageTrouble(f"{name} is {text!r}: it must be a port number, such as {otherwise}.")
    return int(text)


def live_port() -> int:
    """Return the port of the live process: a thousand above that of the pages, or below where there is no room."""
    pages = port("TOLDONCE_PORT", 8000)
    return port("TOLDONCE_LIVE_PORT", pages + 1000 if pages < 64_000 else pages - 1000)


def mllp_port() -> int:
    """Return the port on which HL7 v2 is received; 0 means that it is not."""
    return port("TOLDONCE_MLLP_PORT", 2575)


def public_address() -> str:
    """Return the address at which people find the pages, without a slash at its end."""
    return value_of("TOLDONCE_ADDRESS", f"http://localhost:{value_of('TOLDONCE_PORT', '8000')}").rstrip("/")


def home() -> Path:
    """Return the folder where data live; it need not exist yet."""
    default = Path("/var/lib/toldonce") if os.geteuid() == 0 else Path.home() / ".local/share/toldonce"
    return Path(value_of("TOLDONCE_HOME", str(default))).expanduser().absolute()


def place() -> Path:
    """Return the folder of the place whose organisations and areas are loaded."""
    root = Path(__file__).resolve().parents[3]
    return Path(value_of("TOLDONCE_PLACE", str(root / "places" / "dorset"))).expanduser().absolute()


def inbox() -> Path:
    """Return the folder in which files wait to be taken."""
    return Path(value_of("TOLDONCE_INBOX", str(home() / "inbox"))).expanduser().absolute()


def mappings() -> Path | None:
    """Return the folder of mapping files of one's own, if there is one."""
    told = value_of("TOLDONCE_MAPPINGS")
    return Path(told).expanduser().absolute() if told else None


def secret() -> str:
    """Return the signing key, made once and kept in the home with mode 600."""
    given = value_of("TOLDONCE_SECRET")
    if given:
        return given
    return kept_secret(home() / "secret")


def kept_secret(path: Path) -> str:
    """Return the secret in a file, made on first use; two processes that start together agree on one."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".secret")
    with os.fdopen(handle, "w") as file:
        file.write(os.urandom(32).hex())
    with contextlib.suppress(FileExistsError):
        os.link(made, path)
    Path(made).unlink()
    return path.read_text().strip()
