"""Comments: open to everyone in their days, hard for machines, followed by a code."""

from datetime import timedelta

import pytest

from portal.people import roles
from portal.record import clock
from public.feedback_form import stamp
from public.limits import PER_HOUR, may_send, network_of
from public.models import CommentTally, Publication
from tests import province
from workflow.actions import messages
from workflow.models import Message, states

pytestmark = pytest.mark.django_db

TEXT = "Sân chơi ở nhà rông thôn tôi đã xong từ tháng 9."


@pytest.fixture
def case(site):
    return province.case_at(province.UNDER_COMMENT)


@pytest.fixture
def send(case, client):
    """Send the form some seconds after it was read."""

    def post(seconds=30, *, prefix="", address="203.0.113.9", **fields):
        token = stamp(case.pk)
        with clock.at(province.NOW + timedelta(seconds=seconds)):
            return client.post(
                f"{prefix}/gop-y/{case.code}/{case.year}/",
                {"about": "14", "text": TEXT, "phone": "0905 000 000", "stamp": token} | fields,
                REMOTE_ADDR=address,
            )

    return post


def test_the_form_stands_on_the_result_while_comments_are_open(case, client):
    html = client.get(f"/don-vi/{case.code}-{case.slug}/{case.year}/").content.decode()
    assert f'action="/gop-y/{case.code}/{case.year}/"' in html
    assert "csrfmiddlewaretoken" not in html
    assert f'href="/don-vi/{case.code}-{case.slug}/{case.year}/"' in client.get("/gop-y/").content.decode()


def test_a_comment_and_its_answer_are_read_at_once(case, client, django_capture_on_commit_callbacks):
    """Without waiting for the next act; nobody's name or telephone number with them."""
    officer = province.user_of(roles.DISTRICT_OFFICER, case)
    address = f"/don-vi/{case.code}-{case.slug}/{case.year}/"
    with django_capture_on_commit_callbacks(execute=True):
        for criterion, text in ((14, TEXT), (4, "Có một em ở thôn tôi")):
            messages.receive(case, text=text, criterion=criterion, name="Y Bình", phone="0905 000 000")
    assert TEXT not in client.get(address).content.decode(), "nobody has looked at it"
    with django_capture_on_commit_callbacks(execute=True):
        for one in case.messages.filter(name="Y Bình"):
            messages.moderate(one, officer, admissible=True)
    assert TEXT in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        for one in case.messages.filter(name="Y Bình"):
            messages.answer([one], officer, accepted=False, text=f"Trả lời tiêu chí {one.criterion}.")
    html = client.get(address).content.decode()
    assert "Trả lời tiêu chí 14." in html
    told = [secret in html for secret in ("Y Bình", "0905", "Có một em", "Trả lời tiêu chí 4.")]
    assert told == [False] * 4
    assert Publication.objects.filter(case_id=case.pk).count() == 1, "no act made it"


def test_no_form_where_comments_are_closed(site, client):
    case = province.case_in(states.RECOGNIZED)
    html = client.get(f"/don-vi/{case.code}-{case.slug}/{case.year}/").content.decode()
    assert "comment-form" not in html


def test_a_comment_arrives_and_can_be_followed(case, send, client):
    response = send()
    sent = Message.objects.latest("pk")
    assert response["Location"] == f"/gop-y/{sent.tracking_code}/?moi=1"
    assert (sent.case_id, sent.criterion, sent.text, sent.in_window) == (case.pk, 14, TEXT, True)
    page = client.get(response["Location"])
    assert TEXT in page.content.decode()
    assert "0905" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_in_english_it_stays_in_english(send):
    assert send(prefix="/en")["Location"].startswith("/en/gop-y/")


def test_the_code_is_found_however_it_is_typed(send, client):
    send()
    code = Message.objects.latest("pk").tracking_code
    for typed in (code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        response = client.get("/gop-y/", {"code": typed})
        assert response["Location"] == f"/gop-y/{code}/"


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"text": "  "}, 30),
        ({"text": "x" * 4001}, 30),
        ({"about": "99"}, 30),
        ({"website": "http://spam.example"}, 30),
        ({"stamp": "forged"}, 30),
        ({"stamp": ""}, 30),
        ({}, 0),
        ({}, 4 * 24 * 3600),
    ],
)
def test_what_is_refused_keeps_what_was_typed(send, fields, seconds):
    before = Message.objects.count()
    response = send(seconds, **fields)
    assert Message.objects.count() == before
    assert response.status_code == 422
    assert fields.get("text", TEXT) in response.content.decode()


def test_a_form_of_another_case_is_refused(send):
    other = province.case_in(states.COMMUNE_ASSESSED)
    assert send(stamp=stamp(other.pk)).status_code == 422


def test_a_network_has_its_share_of_the_hour(send):
    for _number in range(PER_HOUR):
        assert send().status_code == 302
    assert send(address="203.0.113.77").status_code == 422
    assert send(address="198.51.100.1").status_code == 302


def test_the_share_holds_for_an_hour_and_no_address_is_kept(rf, case):
    """A cache entry lost its hour at the first count, and two senders at once counted as one."""
    late = province.NOW.replace(minute=59)
    with clock.at(province.NOW.replace(minute=0)):
        assert [may_send(rf.post("/", REMOTE_ADDR="203.0.113.9")) for _n in range(PER_HOUR + 2)] == [
            *[True] * PER_HOUR,
            False,
            False,
        ]
    with clock.at(late):
        assert not may_send(rf.post("/", REMOTE_ADDR="203.0.113.9"))
    (first,) = CommentTally.objects.all()
    assert (first.sent, "203" in first.network[:4]) == (PER_HOUR, False)
    with clock.at(late + timedelta(minutes=1)):
        assert may_send(rf.post("/", REMOTE_ADDR="203.0.113.9"))
    (second,) = CommentTally.objects.all()
    assert second.network != first.network


def test_behind_a_proxy_the_share_is_the_visitors(rf, settings, case):
    """Otherwise everybody behind the proxy would share one, and an invented address would win another."""
    behind = {"REMOTE_ADDR": "10.0.0.1"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(PER_HOUR):
        told = f"192.0.{number}.1, 203.0.113.9"
        assert may_send(rf.post("/", headers={"x-forwarded-for": told}, **behind))
    assert not may_send(rf.post("/", headers={"x-forwarded-for": "8.8.8.8, 203.0.113.10"}, **behind))
    assert may_send(rf.post("/", headers={"x-forwarded-for": "198.51.100.1"}, **behind))


@pytest.mark.parametrize(
    "address",
    ["/gop-y/%00/2026/", "/gop-y/2347%00/", "/%00/", "/ket-qua/%00/", "/xac-minh/%00/", "/don-vi/%00/"],
)
def test_an_address_no_database_can_hold_is_not_found(site, client, address):
    assert client.get(address).status_code == 404


def test_networks():
    assert network_of("203.0.113.9") == network_of("203.0.113.200") == "203.0.113.0/24"
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:ffff::1")
    assert network_of("unix") == "unknown"


def test_after_the_last_day_nothing_is_taken(case, client):
    closes = case.windows.get(replaced=False).closes
    late = province.NOW.replace(year=closes.year, month=closes.month, day=closes.day) + timedelta(days=1)
    with clock.at(late):
        before = Message.objects.count()
        fields = {"about": "", "text": TEXT, "stamp": stamp(case.pk)}
        response = client.post(f"/gop-y/{case.code}/{case.year}/", fields)
        assert response.status_code == 422
        assert TEXT in response.content.decode()
        assert Message.objects.count() == before
        result = client.get(f"/don-vi/{case.code}-{case.slug}/{case.year}/").content.decode()
        assert "comment-form" not in result
