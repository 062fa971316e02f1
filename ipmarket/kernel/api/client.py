"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address, for throttling.

    X-Forwarded-For counts only behind ``IPMARKET_TRUSTED_PROXIES`` proxies of our own: each appends the address that it saw, so the client
    stands that many places from the right, and whatever it wrote itself stands further left. IPv6 is cut to its /64, which one host owns.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = int(getattr(settings, "IPMARKET_TRUSTED_PROXIES", 0))
    if hops > 0:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(chain) >= hops:
            address = chain[-hops]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)
