"""The guides of officials: one for each role, true to the words on screen, reachable by everybody."""

import re
from html import escape

import polib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from portal.people import roles
from tests import province, province_acts
from tests.workspace.conftest import at
from tests.workspace.test_home import EVERYBODY
from workflow.workspace.guides import texts

MOST_WORDS = 750  # one printed page
MOST_BYTES = 60_000  # of a picture, for a poor line
FILES = {slug: (texts.FOLDER / f"{slug}.md").read_text(encoding="utf-8") for slug in texts.SLUGS}


def words_on_screen() -> set[str]:
    """Every whole text of the Vietnamese catalogue."""
    entries = polib.pofile(str(settings.ROOT / "locale/vi/LC_MESSAGES/django.po"))
    return {text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values()) if text}


def test_there_is_one_file_for_each_guide_and_each_entering_role_has_one():
    assert {path.stem for path in texts.FOLDER.glob("*.md")} - {"README"} == set(texts.SLUGS)
    assert set(texts.OF_ROLE) == roles.CASE_ROLES | roles.PORTAL_ROLES


@pytest.mark.parametrize("slug", texts.SLUGS)
def test_what_a_guide_quotes_stands_on_a_screen(slug):
    quoted = set(re.findall(r"“([^”]+)”", FILES[slug]))
    assert len(quoted) >= 8
    assert quoted - words_on_screen() == set()


@pytest.mark.parametrize("slug", texts.SLUGS)
def test_a_guide_is_one_page_of_numbered_steps_with_what_everybody_asks(slug):
    text = FILES[slug]
    steps = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert steps == list(range(1, len(steps) + 1))
    assert 8 <= len(steps) <= 15
    assert len(text.split()) <= MOST_WORDS
    assert text.startswith("# ")
    for heading in ("Các bước", "Mạng yếu hoặc mất mạng", "Muộn hạn thì sao", "Hỏi ai"):
        assert f"\n## {heading}\n" in text
    assert "**Hạn:**" in text


@pytest.mark.parametrize("slug", texts.SLUGS)
def test_its_pictures_are_there_small_and_told_in_words(slug):
    for words, address in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", FILES[slug]):
        path = (texts.FOLDER / address).resolve()
        assert path.stat().st_size <= MOST_BYTES
        assert finders.find(f"guides/{path.name}") == str(path)
        assert words.endswith("Dữ liệu minh họa.")


def test_markup_in_a_guide_is_shown_never_run():
    for slug in texts.SLUGS:
        assert not re.search(r"<(script|style|iframe)|style=|\son\w+=", texts.guide(slug).html)


@pytest.mark.parametrize("username", EVERYBODY)
def test_everybody_reads_their_own_guide_from_home_and_every_other(signed_in, within_budget, username):
    client = signed_in(username)
    home = client.get(at("home")).content.decode()
    assert home.count(f'href="{at("help")}"') == 2  # in the person's menu, and on the page
    page = within_budget(client, at("help"))
    own = page.context_data["guide"]
    assert page.status_code == 200
    assert f'<h1 lang="vi">{escape(own.title)}</h1>' in page.content.decode()
    for slug in texts.SLUGS:
        if slug != own.slug:
            assert f'href="{at("guide", slug)}"' in page.content.decode()
        assert client.get(at("guide", slug)).status_code == 200


@pytest.mark.parametrize(("role", "name"), [*province_acts.USERNAMES.items()])
def test_help_opens_the_guide_of_the_main_role(signed_in, role, name):
    client = signed_in(name.format(commune=province.HIEU, district=province.DISTRICT))
    page = client.get(at("help"))
    if role in roles.PAGE_ROLES:
        assert page.status_code == 403
    else:
        assert page.context_data["guide"].slug == texts.OF_ROLE[role]


def test_a_guide_of_no_name_is_missing(signed_in):
    assert signed_in("so.ldtbxh").get(at("guide", "khong-co")).status_code == 404
