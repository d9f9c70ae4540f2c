"""Two-step sign-in through HTTP, with an authenticator app of our own."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.people import totp
from tests.people.test_sign_in import prove, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    """allauth remembers used codes and reauthentication limits in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def secured(person) -> tuple[Client, str]:
    """A browser signed in to an account whose second step was turned on there, and its secret."""
    person("y-blinh", email="y.blinh@kontum.gov.vn")
    client = Client()
    sign_in(client, "y-blinh")
    prove(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": totp.code(secret, -1)})
    assert (response.status_code, response.url) == (302, reverse("mfa_view_recovery_codes"))
    return client, secret


def recovery_codes(client: Client) -> list[str]:
    page = client.get(reverse("mfa_view_recovery_codes"))
    return re.findall(r'<code class="code">(\d{8})</code>', page.content.decode())


def test_the_page_shows_a_code_to_scan_and_a_secret_to_type(client, person):
    person("y-blinh")
    sign_in(client, "y-blinh")
    prove(client)
    text = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="code">([A-Z2-7]{32})</code>', text)
    assert secret and '<svg role="img"' in text and "style=" not in text


def test_a_wrong_first_code_turns_nothing_on(client, person):
    person("y-blinh")
    sign_in(client, "y-blinh")
    prove(client)
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert (response.status_code, Authenticator.objects.count()) == (200, 0)


def test_password_then_code(secured):
    _, secret = secured
    client = Client()
    response = sign_in(client, "y-blinh", next_url="/lam-viec/ho-so/")
    assert response.url.startswith(reverse("mfa_authenticate"))
    assert not signed_in(client)
    assert client.get(response.url).status_code == 200
    # Typed in two groups, as the app shows it.
    code = totp.code(secret)
    response = client.post(response.url, {"code": f"{code[:3]} {code[3:]}"})
    assert (response.url, signed_in(client)) == ("/lam-viec/ho-so/", True)


def test_a_code_works_once(secured):
    _, secret = secured
    code = totp.code(secret)
    outcomes = []
    for client in (Client(), Client()):
        sign_in(client, "y-blinh")
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(signed_in(client))
    assert outcomes == [True, False]


def test_no_page_opens_between_the_two_steps(secured):
    client = Client()
    sign_in(client, "y-blinh")
    response = client.get(reverse("account_overview"))
    assert response.url.startswith(reverse("account_login"))


def test_a_recovery_code_replaces_the_phone_once(secured):
    first, _ = secured
    codes = recovery_codes(first)
    assert len(set(codes)) == 10
    outcomes = []
    for code in (codes[0], codes[0], codes[1]):
        client = Client()
        sign_in(client, "y-blinh")
        client.post(reverse("mfa_authenticate"), {"code": code})
        outcomes.append(signed_in(client))
    assert outcomes == [True, False, True]
    assert codes[0] not in recovery_codes(first)


def test_recovery_codes_can_be_downloaded_and_made_anew(secured):
    client, _ = secured
    before = recovery_codes(client)
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert all(code in download.content.decode() for code in before)
    assert download.headers["Cache-Control"] == "private, no-store"
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(before) & set(recovery_codes(client))


def test_wrong_codes_lock_like_wrong_passwords(secured, settings):
    settings.AXES_ENABLED = True
    _, secret = secured
    client = Client()
    sign_in(client, "y-blinh")
    statuses = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    # The right code comes too late, and starting again does not help.
    assert client.post(reverse("mfa_authenticate"), {"code": totp.code(secret)}).status_code == 429
    assert sign_in(Client(), "y-blinh").status_code == 429
    assert not signed_in(client)


def test_passwords_and_codes_count_together(secured, settings):
    settings.AXES_ENABLED = True
    client = Client()
    statuses = [sign_in(client, "y-blinh", "sai").status_code for _ in range(3)]
    sign_in(client, "y-blinh")
    statuses += [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(2)]
    assert statuses == [200, 200, 200, 200, 429]


def test_turning_off_ends_codes_and_tells_by_mail(secured):
    client, _ = secured
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    mail.outbox.clear()
    response = client.post(reverse("mfa_deactivate_totp"))
    assert (response.url, Authenticator.objects.count()) == (reverse("mfa_index"), 0)
    assert [message.to for message in mail.outbox] == [["y.blinh@kontum.gov.vn"]]
    assert sign_in(Client(), "y-blinh").url == reverse("account_overview")


def test_a_stale_session_proves_itself_again(secured, settings):
    client, secret = secured
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    response = client.get(reverse("mfa_generate_recovery_codes"))
    assert response.url.startswith(reverse("account_reauthenticate"))
    page = client.get(response.url)
    assert page.status_code == 200
    assert reverse("mfa_reauthenticate") in page.content.decode()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    other = client.get(reverse("mfa_reauthenticate"))
    assert other.status_code == 200
    client.post(reverse("mfa_reauthenticate"), {"code": totp.code(secret)})
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200


def test_the_secret_lies_encrypted_and_survives_a_new_key(secured, settings):
    _, secret = secured
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "một khóa khác " * 4
    assert Authenticator.objects.get(type="totp").wrap().validate_code(totp.code(secret))
