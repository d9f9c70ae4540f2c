"""Comments sent at once from one network: the share of the hour holds, and nobody gets an error."""

import pytest
from django.test import RequestFactory

from public.limits import PER_HOUR, may_send
from tests.concurrency.test_two_officials import at_once

pytestmark = pytest.mark.usefixtures("fresh_database")


def test_senders_at_once_share_one_hour():
    def send() -> list[bool]:
        return [may_send(RequestFactory().post("/", REMOTE_ADDR="203.0.113.9")) for _number in range(5)]

    told = at_once(*[send] * 8)
    assert sum(sum(one) for one in told) == PER_HOUR
