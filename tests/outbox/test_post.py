"""Messages to people: in the portal with the act, by mail after the commit, in the reader's language."""

from datetime import datetime, timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from django.utils.functional import lazy

from portal.outbox import kinds, post
from portal.outbox.models import Delivery, Notice
from portal.people.models import User
from portal.record import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 10, 12, 0, tzinfo=clock.HANOI)


def in_two_languages(vi: str, en: str):
    return lazy(lambda: vi if translation.get_language() == "vi" else en, str)()


kinds.register(
    kinds.Kind(
        "test.returned",
        in_two_languages("Hồ sơ %(commune)s được trả lại", "The dossier of %(commune)s was returned"),
        in_two_languages("Lý do: %(reason)s", "Reason: %(reason)s"),
    )
)
RETURNED = {"commune": "xã Hiếu", "reason": "thiếu biên bản"}


class BrokenMail(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("máy chủ thư không trả lời")


@pytest.fixture
def people():
    make = User.objects.create_user
    return [
        make("a", full_name="Y Blinh", email="a@kontum.gov.vn"),
        make("b", full_name="A Nao", email="b@kontum.gov.vn", language="en"),
        make("c", full_name="Không Thư"),
        make("d", full_name="Đã Nghỉ", email="d@kontum.gov.vn", is_active=False),
    ]


@pytest.fixture
def tell(people, django_capture_on_commit_callbacks):
    """Tell all people something, and commit."""

    def telling(**options):
        with clock.at(NOON), django_capture_on_commit_callbacks(execute=True):
            return post.tell(people, "test.returned", RETURNED, url="/lam-viec/ho-so/12/", **options)

    return telling


def test_each_active_person_is_told_once_and_mailed_in_their_language(tell, people, settings):
    notices = tell()
    assert [notice.user for notice in notices] == people[:3]
    vietnamese, english = mail.outbox
    assert (vietnamese.to, vietnamese.subject) == (["a@kontum.gov.vn"], "Hồ sơ xã Hiếu được trả lại")
    assert (english.to, english.subject) == (["b@kontum.gov.vn"], "The dossier of xã Hiếu was returned")
    assert f"{settings.BASE_URL}/lam-viec/ho-so/12/" in vietnamese.body
    assert f"{settings.BASE_URL}/en/lam-viec/ho-so/12/" in english.body
    assert "A Nao" in english.body and "Reason: thiếu biên bản" in english.body
    deliveries = Delivery.objects.filter(notice__in=notices)
    assert list(deliveries.values_list("state", "attempts")) == [("sent", 1)] * 2


def test_somebody_named_twice_is_told_once(people):
    assert len(post.tell([people[0], people[0]], "test.returned", RETURNED)) == 1


def test_messages_without_mail(tell):
    before = Delivery.objects.count()
    assert (len(tell(mail=False)), mail.outbox, Delivery.objects.count() - before) == (3, [], 0)


def test_an_act_that_fails_tells_nobody(people, django_capture_on_commit_callbacks):
    before = Notice.objects.count(), Delivery.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                post.tell(people, "test.returned", RETURNED)
                raise ValueError
        except ValueError:
            pass
    assert ((Notice.objects.count(), Delivery.objects.count()), mail.outbox) == (before, [])


@pytest.mark.parametrize(
    ("kind", "params"), [("test.unknown", RETURNED), ("test.returned", {"commune": "xã"})]
)
def test_a_message_that_could_not_be_worded_is_refused_at_once(people, kind, params):
    with pytest.raises(KeyError):
        post.tell(people, kind, params)


def test_the_inbox_is_newest_first_and_read_once(tell, people):
    (first, *_), (second, *_) = tell(), tell()
    inbox = Notice.objects.inbox(people[0])
    assert list(inbox) == [second, first]
    with clock.at(NOON + timedelta(hours=1)):
        assert Notice.objects.inbox(people[0]).filter(pk=first.pk).mark_read() == 1
        assert Notice.objects.inbox(people[0]).filter(pk=first.pk).mark_read() == 0
    assert list(inbox.unread()) == [second]
    first.refresh_from_db()
    assert first.read_at == NOON + timedelta(hours=1)
    assert Notice.objects.inbox(people[1]).unread().count() == 2


def test_a_message_is_worded_in_the_language_of_the_page(tell):
    notice = tell()[0]
    told = {}
    for language in ("vi", "en"):
        with translation.override(language):
            told[language] = (notice.title, notice.body)
    assert told == {
        "vi": ("Hồ sơ xã Hiếu được trả lại", "Lý do: thiếu biên bản"),
        "en": ("The dossier of xã Hiếu was returned", "Reason: thiếu biên bản"),
    }


def test_a_mail_that_fails_is_written_down_and_tried_again(tell, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    tell()
    assert (
        list(Delivery.objects.values_list("state", "attempts", "error"))
        == [("failed", 1, "máy chủ thư không trả lời")] * 2
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    out = StringIO()
    call_command("send_mails", stdout=out)
    assert (out.getvalue(), len(mail.outbox)) == ("sent 2, left 0\n", 2)
    call_command("send_mails", stdout=out)
    assert len(mail.outbox) == 2


def test_a_mail_is_given_up_after_five_tries(tell, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    tell()
    for _ in range(6):
        post.send_waiting()
    assert set(Delivery.objects.values_list("state", "attempts")) == {("failed", 5)}


def test_a_mail_on_its_way_is_nobody_elses_until_it_is_stuck(tell):
    tell()
    mail.outbox.clear()
    Delivery.objects.update(state=Delivery.State.SENDING, tried_at=NOON)
    with clock.at(NOON + timedelta(minutes=9)):
        assert post.send_waiting() == (0, 2)
    with clock.at(NOON + timedelta(minutes=11)):
        assert post.send_waiting() == (2, 0)
    assert len(mail.outbox) == 2


def test_two_kinds_never_share_a_key():
    with pytest.raises(ValueError, match=r"test\.returned"):
        kinds.register(kinds.Kind("test.returned", "x", "y"))
