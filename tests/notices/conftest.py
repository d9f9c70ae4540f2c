"""People with addresses, and the digests of a day."""

from contextlib import contextmanager

import pytest

from portal.outbox.models import Notice
from portal.people.models import User
from tests import province
from workflow.notices import deadlines
from workflow.notices.digest import DIGEST


@pytest.fixture
def addresses(db):
    """Everybody has an e-mail address."""
    for user in User.objects.all():
        user.email = f"{user.username}@kontum.gov.vn"
        user.save()


@pytest.fixture
def on(clock_at):
    """`with on(day):` the portal's clock tells nine o'clock of that day."""

    @contextmanager
    def moment(day):
        with clock_at(province.act.moment(day)):
            yield

    return moment


@pytest.fixture
def remind(on):
    """`remind(day)` runs the deadlines on a day: username → lines of the digest."""

    def run(day) -> dict[str, list[dict]]:
        with on(day):
            before = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            deadlines.run()
        made = Notice.objects.filter(kind=DIGEST, pk__gt=before).select_related("user")
        told = {}
        for notice in made:
            assert notice.user.username not in told, "one digest a person and day"
            told[notice.user.username] = notice.params["lines"]
        return told

    return run
