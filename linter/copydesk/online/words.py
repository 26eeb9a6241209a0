"""What goes wrong on the way to a server, in words for people who write posts."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import NamedTuple

from copydesk.remote import Kind


class Trouble(NamedTuple):
    """What an error of the network means, and whether it may pass within seconds."""

    kind: Kind
    reason: str
    passing: bool = False


class NotPublic(OSError):
    """A connection that is not made, because it would lead to a machine that is not on the public internet."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not on the public internet")


_CERTIFICATES = {
    10: "has run out",
    9: "is not valid yet",
    18: "is signed by nobody but the host itself",
    62: "is for another host",
    64: "is for another host",
    23: "was withdrawn",
}
"""Errors of a certificate that are the host's own, by number (X509_V_ERR_… of OpenSSL, x509_vfy.h).

Others, such as an issuer that is not known, may be for want of something on this machine.
"""


def trouble(error: BaseException, host: str) -> Trouble:
    """Return what `error`, raised on the way to `host`, means."""
    cause = _innermost(error)
    if isinstance(cause, NotPublic):
        return Trouble("private", f"not asked: {cause.strerror}")
    if isinstance(cause, socket.gaierror):
        if cause.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
            return Trouble("name", f"there is no host called `{host}` (any more)")
        return Trouble("unreachable", f"the address of `{host}` could not be looked up")
    if isinstance(cause, ssl.SSLCertVerificationError):
        fault = _CERTIFICATES.get(cause.verify_code)
        if fault:
            return Trouble("certificate", f"browsers refuse `{host}`: its certificate {fault}")
        return Trouble("unreachable", f"the certificate of `{host}` could not be verified: {cause.verify_message}")
    if isinstance(cause, ssl.SSLError):
        return Trouble("unreachable", f"no secure connection to `{host}` came about")
    if isinstance(cause, ConnectionRefusedError):
        return Trouble("unreachable", f"`{host}` takes no connections", passing=True)
    if isinstance(cause, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        return Trouble("unreachable", f"`{host}` broke the connection off", passing=True)
    if isinstance(cause, TimeoutError):
        return Trouble("silent", f"`{host}` does not answer")
    if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return Trouble("unreachable", f"there is no way to `{host}` from here")
    return Trouble("unreachable", f"no answer from `{host}` that could be understood", passing=True)


def _innermost(error: BaseException) -> BaseException:
    """Return the error of the system behind those that libraries made of it."""
    seen: BaseException | None = error
    found = error
    while seen is not None:
        if isinstance(seen, OSError) and not type(seen).__module__.startswith("aiohttp"):
            return seen
        found = seen
        inner = getattr(seen, "os_error", None) or getattr(seen, "certificate_error", None)
        seen = inner if isinstance(inner, BaseException) else seen.__cause__
    return found
