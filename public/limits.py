"""How often one network may send comments. Addresses are never stored, only a keyed digest for an hour."""

from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.people.lockout import client_address

PER_HOUR = 20
_HOUR = 3600


def network_of(address: str) -> str:
    """The network an address lies in: a household or an office, /24 of IPv4 or /48 of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


def may_send(request: HttpRequest) -> bool:
    """Count one more comment of this network; False when it has sent its share of the hour."""
    network = network_of(client_address(request) or "")
    key = f"comments:{salted_hmac('public.limits', network).hexdigest()[:32]}"
    if cache.add(key, 1, _HOUR):
        return True
    try:
        return cache.incr(key) <= PER_HOUR
    except ValueError:
        return cache.add(key, 1, _HOUR)
