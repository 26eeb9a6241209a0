"""Which places on the network may be asked: the public internet, and what the configuration adds to it.

`ipaddress.is_global` is no answer: it is true for multicast, and, depending on the version of Python, for addresses
in which a private one is wrapped (NAT64, 6to4). So the blocks are listed here, from the registries of special-purpose
addresses of IANA (iana-ipv4-special-registry, iana-ipv6-special-registry; as of 2026).
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network: on Linux it leads to the machine itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared address space of providers, and metadata of Alibaba
        "127.0.0.0/8",
        "168.63.129.16/32",  # a public address by its number, and inside Azure the platform's own
        "169.254.0.0/16",  # link-local, and metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
"""All that is given out as public addresses. NAT64, mapped, local, link-local and multicast ones lie outside."""
_NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocols, among them Teredo, in which another address is wrapped
        "2001:db8::/32",
        "2002::/16",  # 6to4, in which another address is wrapped
        "3fff::/20",
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Tell whether `address` is one that anybody on the internet would reach, rather than this machine or its net.

    An IPv4 address written as an IPv6 one (``::ffff:…``) is what it stands for. One behind NAT64 is not public,
    whatever it stands for: a name or a redirect that leads there may mean the translator's own network.
    """
    if isinstance(address, IPv6Address):
        if address in _MAPPED:
            return is_public(_last_four(address))
        return address in _PUBLIC_6 and not any(address in block for block in _NOT_PUBLIC_6)
    return not any(address in block for block in _NOT_PUBLIC_4)


def _last_four(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


def numeric(host: str) -> Address | None:
    """Return the address that `host` is, in any way of writing one that systems understand; None for a name.

    ``127.1``, ``2130706433`` and ``0x7f.1`` are loopback to `inet_aton(3)`, and so to most programs.
    """
    host = host.strip("[]").partition("%")[0]
    try:
        return ip_address(host)
    except ValueError:
        pass
    if host and host[0].isdigit() and all(part[:1].isdigit() for part in host.split(".")):
        try:
            return IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return None


class Places(NamedTuple):
    """What may be asked: the public internet, the `networks`, and the `hosts` (patterns with ``*``).

    `only`, where it names any, are the hosts that are asked at all; `never` are hosts that are not.
    """

    networks: tuple[Network, ...] = ()
    hosts: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @classmethod
    def made(cls, private: Iterable[str] = (), only: Sequence[str] = (), never: Sequence[str] = ()) -> Places:
        """Return the places where `private` names networks, addresses and hosts that are no part of the internet."""
        networks: list[Network] = []
        hosts: list[str] = []
        for each in private:
            try:
                networks.append(ip_network(each, strict=False))
            except ValueError:
                hosts.append(each.lower())
        lower = [tuple(word.lower() for word in words) for words in (only, never)]
        return cls(tuple(networks), tuple(hosts), *lower)

    def allow(self, address: Address) -> bool:
        """Tell whether a connection may be made to `address`."""
        if isinstance(address, IPv6Address):
            if address in _MAPPED:
                return self.allow(_last_four(address))
            if address in _NAT64 and not self.allow(_last_four(address)):
                return False
        if any(address.version == network.version and address in network for network in self.networks):
            return True
        return is_public(address)

    def names(self, host: str) -> bool:
        """Tell whether the configuration names `host` as one that may be asked wherever it lies."""
        return _is_among(host, self.hosts)

    def excludes(self, host: str) -> bool:
        """Tell whether the configuration says not to ask `host`."""
        return _is_among(host, self.never) or (bool(self.only) and not _is_among(host, self.only))


def _is_among(host: str, patterns: Iterable[str]) -> bool:
    """Tell whether `host` is one of `patterns`, or below one: ``example.org`` stands for ``www.example.org``, too."""
    host = host.lower().rstrip(".")
    return any(fnmatchcase(host, pattern) or host.endswith(f".{pattern}") for pattern in patterns)
