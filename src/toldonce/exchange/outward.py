"""The one way by which HTTP requests leave: straight, or by the proxy that the settings name, and never by chance.

HTTP_PROXY, NO_PROXY and ~/.netrc are not obeyed: whoever sets one for another program would move people's data to
where nobody has decided that they go. For the same reason a name that comes to mean this machine, or the metadata
service of a cloud, is not connected to: names are looked up here, and what was looked at is what is connected to.
"""

from __future__ import annotations

import socket
import ssl
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore
import httpx
from django.conf import settings

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # as who allows an address writes it
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
METADATA = {ip_address(each) for each in ("fd00:ec2::254", "168.63.129.16", "100.100.100.200", "192.0.0.192")}


def client(*, verify: ssl.SSLContext | None = None, **options: Any) -> httpx.Client:
    """A client that follows no redirect, and goes by the proxy to every host but those that are reached straight."""
    straight = dict.fromkeys(map(_pattern, (*THIS_MACHINE, *settings.REACHED_STRAIGHT)))
    return httpx.Client(
        transport=_watched(verify or trusted()),
        verify=verify or trusted(),
        proxy=settings.PROXY or None,
        mounts=straight,
        follow_redirects=False,
        trust_env=False,
        **options,
    )


def _watched(verify: ssl.SSLContext) -> httpx.HTTPTransport:
    """The straight way out, on which every address is looked at before it is connected to."""
    made = httpx.HTTPTransport(verify=verify, trust_env=False)
    made._pool._network_backend = Watched()  # httpx has no setting for it; a test holds that it works
    return made


class Watched(httpcore.SyncBackend):
    """Connects to the first address of a host to which one may connect."""

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **more: Any
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError("The host has no address to which one may connect.")
        for address in _addresses(host, port):
            if may_be_connected_to(host, address):
                try:
                    return super().connect_tcp(address, port, timeout, **more)
                except httpcore.NetworkError as failed:
                    trouble = failed
        raise trouble


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise httpcore.ConnectError("The host has no address.") from trouble
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def may_be_connected_to(host: str, address: str) -> bool:
    """Whether a host may mean this address: this machine only where it is named, a cloud's metadata never."""
    meant = _meant_by(ip_address(address.partition("%")[0]))
    if meant in METADATA or meant.is_link_local or meant.is_multicast or meant.is_unspecified:
        return False
    return not meant.is_loopback or host in THIS_MACHINE


def _meant_by(told: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of IPv4 to which one of IPv6 leads, where it leads to one: written within it, or by NAT64."""
    if isinstance(told, IPv4Address):
        return told
    if told in NAT64:
        return IPv4Address(int(told) & 0xFFFFFFFF)
    return told.ipv4_mapped or told.sixtofour or told


@cache
def trusted() -> ssl.SSLContext:
    """Whom HTTPS trusts (those in SSL_CERT_FILE where it is set), read once: to read it takes longer than a request."""
    return httpx.create_ssl_context()


def _pattern(host: str) -> str:
    """A host as httpx names it; one with a dot before it stands for everything below it."""
    if host.startswith("."):
        return f"all://*{host}"
    return f"all://[{host}]" if ":" in host else f"all://{host}"
