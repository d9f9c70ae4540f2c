"""Messages to people: in the portal with the act, by mail after the commit, in the reader's language."""

from datetime import datetime, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext

from portal.outbox import kinds, post, sending
from portal.outbox.models import BouncedAddress, Delivery, Notice
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


def test_a_mail_is_tried_after_growing_pauses_and_given_up_after_five_tries(tell, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenMail"
    tell()
    moment, pauses = NOON, []
    for attempt in range(1, 7):
        states = set(Delivery.objects.values_list("state", "attempts", "next_try_at"))
        ((state, attempts, again),) = states
        if again is None:
            break
        assert (state, attempts) == ("failed", attempt)
        with clock.at(again - timedelta(seconds=1)):
            assert post.send_waiting() == (0, 2)
        assert set(Delivery.objects.values_list("attempts")) == {(attempt,)}
        pauses.append(again - moment)
        moment = again
        with clock.at(again):
            post.send_waiting()
    assert states == {("failed", 5, None)}
    assert pauses == sorted(set(pauses)) and len(pauses) == 4
    with clock.at(NOON + timedelta(days=30)):
        post.send_waiting()
    assert set(Delivery.objects.values_list("attempts")) == {(5,)}


class Refusing(EmailBackend):
    """A mail server that knows nobody of that name (5xx), or not today (4xx)."""

    answer = 550

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({m.to[0]: (self.answer, b"5.1.1 User unknown") for m in messages})


class RefusingForNow(Refusing):
    answer = 450


def test_a_bounce_marks_the_address_and_nothing_more_is_sent_there(tell, people, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    tell()
    addresses = {person.email for person in people[:2]}
    told = set(Delivery.objects.values_list("address", "state", "attempts", "next_try_at", "error"))
    assert told == {(a, "bounced", 1, None, "550 5.1.1 User unknown") for a in addresses}
    assert set(BouncedAddress.objects.values_list("address", flat=True)) == addresses
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tell()
    assert mail.outbox == []
    assert list(Delivery.objects.values_list("state", flat=True)) == ["bounced"] * 4
    # A new address is not the one that came back.
    people[0].email = "moi@kontum.gov.vn"
    people[0].save()
    tell()
    assert [message.to for message in mail.outbox] == [["moi@kontum.gov.vn"]]


def test_trying_again_forgets_that_the_address_came_back(tell, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    tell()
    delivery = Delivery.objects.troubled().last()
    assert not sending.try_again(delivery)
    assert BouncedAddress.objects.count() == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.try_again(delivery)
    assert [message.to for message in mail.outbox] == [[delivery.address]]
    assert not BouncedAddress.objects.filter(address=delivery.address).exists()
    assert not sending.try_again(delivery)
    assert len(mail.outbox) == 1


def test_a_refusal_for_now_is_no_bounce(tell, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingForNow"
    tell()
    assert BouncedAddress.objects.count() == 0
    assert set(Delivery.objects.values_list("state", "attempts")) == {("failed", 1)}
    assert not Delivery.objects.filter(next_try_at=None).exists()


def test_the_account_page_tells_of_a_bounced_address(client, people):
    client.force_login(people[0])
    assert "5.1.1" not in client.get("/tai-khoan/").content.decode()
    BouncedAddress.objects.create(address=people[0].email, reason="550 5.1.1 User unknown")
    page = client.get("/tai-khoan/").content.decode()
    assert page.count("550 5.1.1 User unknown") == 1 and people[0].email in page
    client.force_login(people[1])
    assert "5.1.1" not in client.get("/tai-khoan/").content.decode()


def test_made_up_data_says_so_in_subject_and_body(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post.tell(people[:2], "test.returned", RETURNED | {"illustrative": True})
    with translation.override("vi"):
        marked = f"[{gettext('illustrative data')}] Hồ sơ xã Hiếu được trả lại"
    assert [message.subject for message in mail.outbox] == [
        marked,
        "[illustrative data] The dossier of xã Hiếu was returned",
    ]


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
