"""How often one network may send comments. Addresses are never stored, only a keyed digest for an hour."""

from ipaddress import ip_address, ip_network

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.people.lockout import client_address
from portal.record import clock
from public.models.tally import CommentTally

PER_HOUR = 20


def network_of(address: str) -> str:
    """The network an address lies in: a household or an office, /24 of IPv4 or /48 of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False))


def may_send(request: HttpRequest) -> bool:
    """Count one more comment of this network; False when it has sent its share of the hour.

    One statement counts and compares, so that senders at the same moment wait for each other. The digest
    is another one each hour, and what was counted before this hour goes.
    """
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    told = f"{network_of(client_address(request) or '')} {hour.timestamp():.0f}"
    network = salted_hmac("public.limits", told, algorithm="sha256").hexdigest()
    with transaction.atomic():
        CommentTally.objects.exclude(hour=hour).delete()
        CommentTally.objects.bulk_create([CommentTally(network=network, hour=hour)], ignore_conflicts=True)
        own = CommentTally.objects.filter(network=network, hour=hour, sent__lt=PER_HOUR)
        return own.update(sent=F("sent") + 1) == 1
