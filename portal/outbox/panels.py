"""What the account page says about a person's mails."""

from portal.outbox.models import BouncedAddress


def bounced(user) -> tuple[str, dict] | None:
    """The address of this person came back: since when and why, and what to do."""
    if not user.email:
        return None
    found = BouncedAddress.objects.filter(address__iexact=user.email).first()
    return ("outbox/bounced.html", {"bounced": found}) if found else None
