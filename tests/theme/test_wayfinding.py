"""Menus, the way to the other language, pages of lists, the table template."""

import django_tables2 as tables
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from portal import navigation
from portal.theme.templatetags.wayfinding import twin_address


def render(source: str, address: str = "/ket-qua/2025/?huyen=608&page=2", **context) -> str:
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    return engines["django"].from_string(source).render(context, request)


@pytest.fixture
def menus(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/", "/en/"),
        ("/ket-qua/2025/?huyen=608", "/en/ket-qua/2025/?huyen=608"),
        ("/en/", "/"),
        ("/en/ket-qua/", "/ket-qua/"),
        ("/en?x=1", "/?x=1"),
        ("/energy/", "/en/energy/"),
    ],
)
def test_every_address_has_its_twin(here, there):
    assert twin_address(here) == there


def test_the_language_link_names_the_other_language():
    with override("vi"):
        html = render("{% language_twin %}")
    assert html == ('<a href="/en/ket-qua/2025/?huyen=608&amp;page=2" hreflang="en" lang="en">English</a>')
    assert 'href="/en/x/"' in render("{% language_twin %}", language_twin="/en/x/")
    assert render("{% language_twin %}", language_twin="") == ""


def test_filters_change_one_key_and_keep_the_rest():
    assert render("{% query_with page=3 %}") == "?huyen=608&amp;page=3"
    assert render("{% query_with page=None huyen=None %}") == "?"


def test_the_pager_counts_and_keeps_the_filters():
    page = Paginator(range(102), 12).page(2)
    with override("en"):
        html = render("{% pager page %}", page=page)
    assert "13–24 of 102" in html
    assert 'href="?huyen=608&amp;page=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1
    alone = render("{% pager page %}", page=Paginator(range(5), 12).page(1))
    assert "<ul>" not in alone


def test_menus_show_what_is_registered_in_order_to_whom_may_see_it(menus):
    navigation.register("public", "b", "Second", lambda request: "/b/", order=2)
    navigation.register("public", "a", "First", lambda request: "/a/", order=1)
    navigation.register(
        "public", "c", "Hidden", lambda request: "/c/", visible=lambda user: user.is_authenticated
    )
    request = RequestFactory().get("/")
    request.user, request.active_nav = AnonymousUser(), "b"
    links = list(navigation.menus(request)["nav_public"])
    assert [(link.label, link.url, link.active) for link in links] == [
        ("First", "/a/", False),
        ("Second", "/b/", True),
    ]


def test_an_entry_without_an_address_is_left_out_and_reported(menus):
    navigation.register("footer.see", "x", "Nowhere", "no-such-name")
    request = RequestFactory().get("/")
    assert navigation.links("footer.see", request) == []
    assert [error.id for error in navigation.addresses_exist(None)] == ["portal.E001"]
    with pytest.raises(ValueError, match="unknown menu"):
        navigation.register("sidebar", "x", "Nowhere", "no-such-name")


class Communes(tables.Table):
    """Two columns, one of them sortable."""

    name = tables.Column(verbose_name="Commune")
    total = tables.Column(verbose_name="Total", orderable=False)

    class Meta:
        template_name = "tables/portal_table.html"


def test_the_table_names_its_cells_for_phones_and_its_order_for_readers():
    table = Communes([{"name": "Hiếu", "total": 1}, {"name": "<b>", "total": 2}], order_by="-name")
    table.paginate(page=1, per_page=1)
    html = render("{% load render_table from django_tables2 %}{% render_table table %}", table=table)
    assert 'aria-sort="descending"' in html
    assert 'data-label="Commune"' in html
    assert 'data-label="Total"' in html
    assert "?huyen=608&amp;page=2" in html
    assert html.count('scope="col"') == 2
    assert "<b>" not in html


def test_an_empty_table_says_what_it_would_hold():
    html = render(
        "{% load render_table from django_tables2 %}{% render_table table %}",
        table=Communes([], empty_text="No cases yet."),
    )
    assert "No cases yet." in html
