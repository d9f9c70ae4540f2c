"""What the public room does when a case moves: store the publication, then let the old pages go."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from public import pagecache
from public.publishing import store
from workflow.signals import case_moved, case_moving, public_changed


@receiver(case_moving, dispatch_uid="public.publish")
def publish(sender, *, case, event, snapshot, **kwargs):
    """Store what the act tells the public, in the act's own transaction: raising here undoes the act."""
    if snapshot is not None:
        store(case_id=case.pk, event_sequence=event.sequence, snapshot=snapshot)


@receiver([case_moved, public_changed], dispatch_uid="public.forget_pages")
def forget_pages(sender, **kwargs):
    """Let every stored page go: the next reader gets a fresh one."""
    pagecache.bump()


@receiver([page_published, page_unpublished, post_page_move], dispatch_uid="public.forget_changed_pages")
def forget_changed_pages(sender, **kwargs):
    """Let every stored page go, and once more after the commit what was made meanwhile from the old rows."""
    pagecache.bump()
    transaction.on_commit(pagecache.bump)


# A page made private, taken away or reached by another way is told by its row alone.
for told in (PageViewRestriction, Redirect, Site):
    for signal in (post_save, post_delete):
        signal.connect(
            forget_changed_pages, sender=told, dispatch_uid=f"public.forget.{told.__name__}.{id(signal)}"
        )


@receiver(post_delete, dispatch_uid="public.forget_deleted_pages")
def forget_deleted_pages(sender, **kwargs):
    """A page of any kind was deleted: its own signal is that of its kind."""
    if issubclass(sender, Page):
        forget_changed_pages(sender)
