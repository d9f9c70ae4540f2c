"""Every account page in both languages, and what a person changes on them."""

import re
from datetime import date

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.people import roles
from portal.people.models import User
from tests.people import totp
from tests.people.conftest import PASSWORD
from tests.people.test_sign_in import prove, sign_in, signed_in

pytestmark = pytest.mark.django_db
NEW = "mật khẩu mới thật dài 77"
EMAIL = "y.blinh@kontum.gov.vn"

PUBLIC = [
    "dang-nhap/",
    "da-khoa/",
    "xin-tai-khoan/",
    "thu-dien-tu/da-gui/",
    "thu-dien-tu/xac-nhan/khong-co/",
    "mat-khau/quen/",
    "mat-khau/quen/da-gui/",
    "mat-khau/moi/xong/",
    "mat-khau/moi/1-khong-co/",
]
OWN = [
    "",
    "dang-xuat/",
    "xac-nhan/",
    "thu-dien-tu/",
    "mat-khau/doi/",
    "hai-buoc/",
    "hai-buoc/ung-dung/bat/",
]
SECURED = [
    "hai-buoc/xac-nhan/",
    "hai-buoc/ung-dung/tat/",
    "hai-buoc/ma-du-phong/",
    "hai-buoc/ma-du-phong/tao/",
]


@pytest.fixture(autouse=True)
def fresh_cache():
    """allauth limits mails and changes in the cache."""
    cache.clear()
    yield
    cache.clear()


def faults(response) -> list[str]:
    """What is wrong with a page that should be whole, private and free of inline code."""
    text = response.content.decode()
    found = [] if response.status_code == 200 else [f"status {response.status_code}"]
    if response.headers.get("Cache-Control") != "private, no-store":
        found.append(f"cached: {response.headers.get('Cache-Control')}")
    if "noindex" not in response.headers.get("X-Robots-Tag", ""):
        found.append("indexed")
    if re.search(
        r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|https?://(?!localhost|testserver|www\.w3\.org)", text
    ):
        found.append("inline code or a third party")
    if len(re.findall(r"<h1\b", text)) != 1:
        found.append("not one heading")
    return found


def test_every_page_in_both_languages(person):
    visitor, member, guarded = Client(), Client(), Client()
    person("y-blinh")
    sign_in(member, "y-blinh")
    prove(member)
    person("a-nao")
    sign_in(guarded, "a-nao")
    prove(guarded)
    secret = guarded.get(reverse("mfa_activate_totp")).context["form"].secret
    guarded.post(reverse("mfa_activate_totp"), {"code": totp.code(secret)})
    wrong = {}
    for client, pages in ((visitor, PUBLIC), (member, OWN), (guarded, [*OWN[:-1], *SECURED])):
        for page in pages:
            for language, root in (("vi", "/tai-khoan/"), ("en", "/en/tai-khoan/")):
                response = client.get(f"{root}{page}")
                found = faults(response)
                if f'<html lang="{language}"' not in response.content.decode():
                    found.append("another language")
                if found:
                    wrong[root + page] = found
    assert wrong == {}


def test_own_pages_ask_visitors_to_sign_in(client):
    wrong = {}
    for page in [*OWN, *SECURED]:
        if page == "dang-xuat/":
            continue
        response = client.get(f"/tai-khoan/{page}")
        if response.status_code != 302 or not response.url.startswith("/tai-khoan/dang-nhap/"):
            wrong[page] = response.status_code
    assert wrong == {}


# My account -------------------------------------------------------------------------------------


def test_the_overview_tells_posts_with_dates_decision_and_deputy(client, holder):
    user = holder(roles.COMMUNE_CHAIR, deputy=True, valid_until=date(2026, 12, 31), decision="QĐ 7/QĐ-UBND")
    client.force_login(user)
    text = client.get(reverse("account_overview")).content.decode()
    for told in (
        "Phó Chủ tịch UBND xã Hiếu Thử",
        "KT.",
        "01/01/2026",
        "31/12/2026",
        "QĐ 7/QĐ-UBND",
        "/lam-viec/",
    ):
        assert told in text, told


def test_posts_are_sorted_into_now_soon_and_lately(client, holder):
    user = holder(roles.COMMUNE_CHAIR, valid_until=date(2026, 10, 31))
    client.force_login(user)
    for role, valid_from, valid_until in [
        (roles.COMMUNE_MEMBER, date(2026, 1, 1), None),
        (roles.COMMUNE_OFFICER, date(2026, 12, 1), None),
        (roles.COMMUNE_OFFICER, date(2020, 1, 1), date(2020, 12, 31)),
    ]:
        user.grants.create(
            role=role,
            unit=user.grants.first().unit,
            valid_from=valid_from,
            valid_until=valid_until,
            decision="QĐ 1",
        )
    page = client.get(reverse("account_overview")).context
    shown = {key: [post["grant"].role for post in page[key]] for key in ("held", "coming", "past")}
    assert shown == {
        "held": [roles.COMMUNE_MEMBER],
        "coming": [roles.COMMUNE_OFFICER],
        "past": [roles.COMMUNE_CHAIR],
    }


def test_the_language_of_mails_is_kept_and_others_are_refused(client, person):
    user = person("y-blinh")
    client.force_login(user)
    assert client.post(reverse("account_language"), {"language": "en"}).url == reverse("account_overview")
    assert client.post(reverse("account_language"), {"language": "fr"}).status_code == 422
    assert User.objects.get(username="y-blinh").language == "en"


# Passwords --------------------------------------------------------------------------------------


def test_changing_the_password_signs_other_devices_out(person):
    person("y-blinh", email=EMAIL)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, "y-blinh")
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post(reverse("account_change_password"), data).url == reverse("account_overview")
    assert here.get(reverse("account_overview")).status_code == 200
    assert elsewhere.get(reverse("account_overview")).status_code == 302
    assert [(message.to, message.from_email) for message in mail.outbox] == [([EMAIL], "portal@localhost")]
    assert sign_in(Client(), "y-blinh", NEW).url == reverse("account_overview")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"oldpassword": "sai"}, "oldpassword"),
        ({"password1": "ngắn", "password2": "ngắn"}, "password1"),
        ({"password1": "y-blinh-2026", "password2": "y-blinh-2026"}, "password1"),
        ({"password2": "khác hẳn mật khẩu kia"}, "password2"),
    ],
)
def test_a_bad_new_password_is_refused_beside_its_field(client, person, data, field):
    client.force_login(person("y-blinh"))
    whole = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | data
    response = client.post(reverse("account_change_password"), whole)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert User.objects.get(username="y-blinh").check_password(PASSWORD)


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, person):
    person("y-blinh", email=EMAIL)
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (EMAIL, "khong.co@kontum.gov.vn")
    ]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    # Both addresses get a mail, so the time it takes tells nothing either.
    assert [message.to for message in mail.outbox] == [[EMAIL], ["khong.co@kontum.gov.vn"]]
    assert "/mat-khau/moi/" in mail.outbox[0].body and "/mat-khau/moi/" not in mail.outbox[1].body


def test_links_in_mails_lead_to_the_portal_whatever_host_was_asked(client, person, settings):
    settings.BASE_URL = "https://treem.kontum.example"
    settings.ALLOWED_HOSTS = ["testserver"]
    person("y-blinh", email=EMAIL)
    foreign = {"host": "TESTSERVER.:8443"}
    client.post(reverse("account_reset_password"), {"email": EMAIL}, headers=foreign)
    person("a-nao")
    sign_in(client, "a-nao")
    prove(client)
    address = {"action_add": "", "email": "a.nao@kontum.gov.vn"}
    client.post(reverse("account_email"), address, headers=foreign)
    reset, confirm = (message.body for message in mail.outbox)
    assert "https://treem.kontum.example/tai-khoan/mat-khau/moi/" in reset
    assert "https://treem.kontum.example/tai-khoan/thu-dien-tu/xac-nhan/" in confirm
    assert "testserver" not in (reset + confirm).lower() and "8443" not in reset + confirm


def test_the_link_in_the_mail_sets_a_new_password_once(client, person):
    person("y-blinh", email=EMAIL, language="en")
    client.post(reverse("account_reset_password"), {"email": EMAIL.upper()})
    (message,) = mail.outbox
    assert message.subject == "Set a new password"
    link = re.search(r"http://\S+/mat-khau/moi/\S+", message.body)[0]
    form_page = client.get(link)
    assert form_page.status_code == 302 and "set-password" in form_page.url
    response = client.post(form_page.url, {"password1": NEW, "password2": NEW})
    assert response.url == reverse("account_reset_password_from_key_done")
    assert not signed_in(client)
    again = Client().get(link)
    assert again.context["token_fail"] is True
    assert sign_in(Client(), "y-blinh", NEW).status_code == 302


def test_too_many_mails_to_one_address_are_refused(client, person):
    person("y-blinh", email=EMAIL)
    statuses = [
        client.post(reverse("account_reset_password"), {"email": EMAIL}).status_code for _ in range(6)
    ]
    assert statuses == [302] * 5 + [429]


def test_an_account_without_a_password_sets_one(client, person):
    user = person("y-blinh")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    assert faults(client.get(reverse("account_set_password"))) == []
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    assert User.objects.get(username="y-blinh").check_password(NEW)


# E-mail -----------------------------------------------------------------------------------------


def add_email(client: Client, email: str):
    return client.post(reverse("account_email"), {"action_add": "", "email": email})


def test_an_address_counts_once_it_is_confirmed(client, person):
    person("y-blinh")
    sign_in(client, "y-blinh")
    prove(client)
    assert add_email(client, EMAIL).status_code == 302
    assert (User.objects.get(username="y-blinh").email, mail.outbox[0].to) == (None, [EMAIL])
    assert EMAIL in client.get(reverse("account_email")).content.decode()
    link = re.search(r"http://\S+/xac-nhan/\S+", mail.outbox[0].body)[0]
    assert faults(client.get(link)) == []
    assert client.post(link).url == reverse("account_overview")
    assert User.objects.get(username="y-blinh").email == EMAIL
    assert sign_in(Client(), EMAIL).status_code == 302


def test_an_address_of_somebody_else_is_refused(client, person):
    person("a-nao", email=EMAIL)
    person("y-blinh")
    sign_in(client, "y-blinh")
    prove(client)
    response = add_email(client, EMAIL.title())
    assert list(response.context["form"].errors) == ["email"]
    assert mail.outbox == []


def test_an_address_taken_meanwhile_is_not_confirmed(client, person):
    user = person("y-blinh")
    sign_in(client, "y-blinh")
    prove(client)
    add_email(client, EMAIL)
    person("a-nao", email=EMAIL)
    link = re.search(r"http://\S+/xac-nhan/\S+", mail.outbox[0].body)[0]
    told = client.post(link, follow=True).context["messages"]
    assert [message.level_tag for message in told] == ["info", "error"]  # mail sent; then taken
    user.refresh_from_db()
    assert user.email is None


def test_an_address_can_be_removed(client, person):
    person("y-blinh")
    sign_in(client, "y-blinh")
    prove(client)
    add_email(client, EMAIL)
    client.post(re.search(r"http://\S+/xac-nhan/\S+", mail.outbox[0].body)[0])
    client.post(reverse("account_email"), {"action_remove": "", "email": EMAIL})
    assert User.objects.get(username="y-blinh").email is None
    assert mail.outbox[-1].to == [EMAIL]


def test_changing_the_address_asks_for_the_password_and_then_goes_on(client, person):
    person("y-blinh")
    sign_in(client, "y-blinh")
    response = add_email(client, EMAIL)
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []
    client.post(response.url, {"password": PASSWORD}, follow=True)
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_nobody_signs_up(client):
    data = {"username": "moi", "password1": NEW, "password2": NEW, "email": ""}
    assert client.post(reverse("account_signup"), data).status_code == 200
    assert not User.objects.filter(username="moi").exists()
