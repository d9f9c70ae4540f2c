"""What kicks the relay: a case that moved, every other event of the record, and a comment."""

from django.db.models.signals import post_save

from portal.outbox import kinds
from portal.record.models import Event
from workflow import signals
from workflow.models import Message
from workflow.notices import digest, relay
from workflow.notices.rules import EVENTS


def connect() -> None:
    """Register the kinds of messages and listen; called once, when the app is ready."""
    kinds.register(digest.KIND, *(rule.kind for rule in EVENTS))
    signals.case_moved.connect(relay.kick, dispatch_uid="notices.case_moved")
    post_save.connect(relay.kick, sender=Event, dispatch_uid="notices.event")
    post_save.connect(relay.kick, sender=Message, dispatch_uid="notices.comment")
