"""What the public room does when a case moves: store the publication, then let the old pages go."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from public import pagecache
from public.publishing import store
from workflow.signals import case_moved, case_moving, public_changed


@receiver(case_moving, dispatch_uid="public.publish")
def publish(sender, *, case, event, snapshot, **kwargs):
    """Store what the act tells the public, in the act's own transaction: raising here undoes the act."""
    if snapshot is not None:
        store(case_id=case.pk, event_sequence=event.sequence, snapshot=snapshot)


@receiver([case_moved, public_changed, page_published, page_unpublished], dispatch_uid="public.forget_pages")
def forget_pages(sender, **kwargs):
    """Let every stored page go: the next reader gets a fresh one."""
    pagecache.bump()
