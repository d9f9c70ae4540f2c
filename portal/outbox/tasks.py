"""Mails as tasks of the queue: at once in the embedded default, by `make worker` with the database queue."""

from django_tasks import task

from portal.outbox import sending
from portal.outbox.models import Delivery


@task()
def deliver(delivery_id: int) -> bool:
    """Send one mail; one that failed for a while goes back into the queue where the queue can wait."""
    if sending.send(delivery_id):
        return True
    again = Delivery.objects.filter(pk=delivery_id).values_list("next_try_at", flat=True).first()
    if again is not None and deliver.get_backend().supports_defer:
        deliver.using(run_after=again).enqueue(delivery_id)
    return False


def enqueue(delivery_id: int) -> None:
    """Put a mail into the queue; call after the commit."""
    deliver.enqueue(delivery_id)
