"""Regulations in the browser: drafts copied, written by form and as YAML, fixed, compared, used by a year."""

import pytest
from django.db import IntegrityError, transaction

from portal.people.models import User
from portal.record.models import Event
from tests import province, province_acts
from tests.workspace_forms.conftest import at, errors, filled, text
from workflow.actions import campaigns, regulations
from workflow.actions.refusals import Refused
from workflow.models import RegulationVersion, states
from workflow.regulations import loader

CODE, SLUG = "34/2014", "34-2014"
LOWER = {
    "bands-2-lower": "at_least", "bands-2-low": "90", "bands-2-upper": "below", "bands-2-high": "98",
    "bands-2-points": "40,5",
}  # fmt: skip


@pytest.fixture
def admin(signed_in):
    return signed_in("quan.tri")


@pytest.fixture
def draft() -> RegulationVersion:
    return regulations.start(CODE, 1, User.objects.get(username="quan.tri"), purpose="Thử khung điểm")


def read(draft) -> RegulationVersion:
    return RegulationVersion.objects.get(pk=draft.pk)


def test_a_draft_is_a_copy_and_there_is_one_of_a_code(admin):
    address = at("regulation-start", SLUG, 1)
    assert "purpose" in errors(admin.post(address, {"purpose": " "}))
    assert admin.post(address, {"purpose": "Khung điểm mới"}).status_code == 302
    made = RegulationVersion.objects.get()
    assert (made.code, made.version, made.based_on, made.fixed_at) == (CODE, 2, 1, None)
    assert made.text == loader.source(CODE)
    assert "purpose" in errors(admin.post(address, {"purpose": "Một bản nữa"}))
    assert RegulationVersion.objects.count() == 1


def test_bands_are_added_as_rows_and_everything_else_stays(admin, draft):
    address = at("regulation-criterion", SLUG, 2, 2)
    page = admin.get(address)
    more = admin.post(address, filled(page) | {"add": "1"})
    assert len(more.context["rows"].forms) == len(page.context["rows"].forms) + 1 and errors(more) == {}
    assert admin.post(address, filled(page) | LOWER).status_code == 302
    new = loader.parse(read(draft).text, "thử")
    assert [(str(b.points), b.at_least, b.below) for b in new.criterion(2).bands] == [
        ("50", 98, None),
        ("40.5", 90, 98),
    ]
    assert [c for c in new.criteria if c.no != 2] == [c for c in loader.get(CODE).criteria if c.no != 2]
    event = Event.objects.about("regulation", draft.pk).last()
    assert (event.action, event.payload["places"]) == ("regulation.written", ["2:bands"])
    assert "40.5" not in str(event.payload), "what was written enters the chain as a digest"
    told = text(admin.get(at("regulation-compare", SLUG, 2, 1)))
    assert "40,5" in told and "<del>" in told
    assert "40,5" in text(admin.get(at("regulation", SLUG, 2)))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"maximum": "-1"}, "maximum"),
        ({"maximum": "50,5"}, "maximum"),
        ({"maximum": "60"}, "__all__"),  # the sum is no longer 1,000
        ({"name": " "}, "name"),
        ({"supervisors": "so_thuy_san"}, "supervisors"),
        ({"bands_state": "none"}, "bands_state"),
        ({"bands-0-points": "51"}, "__all__"),
        (LOWER | {"bands-2-high": "99"}, "bands_state"),  # overlaps the top band
        (LOWER | {"bands-2-points": ""}, "2-points"),
        (LOWER | {"bands-2-low": "x"}, "2-low"),
        ({"seen": "9"}, "__all__"),
    ],
)
def test_a_criterion_that_does_not_hold_together_is_refused_with_what_was_typed(admin, draft, change, field):
    address = at("regulation-criterion", SLUG, 2, 2)
    answer = admin.post(address, filled(admin.get(address)) | change)
    assert answer.status_code == 200 and field in errors(answer)
    assert read(draft).text == draft.text


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (lambda t: t.replace("maximum: 1000", "maximum: 900"), 15, "900"),
        (lambda t: t.replace("yearly: true", "yearly: often"), 17, "often"),
        (lambda t: t.replace("{at_least: 98, points: 50}", "{at_least: 98, points: 51}", 1), None, "51"),
        (lambda t: t.replace("code: 34/2014", "code: 35/2014"), None, "34/2014"),
        (lambda t: "a: [", 2, "YAML"),
        (lambda t: "", None, ""),
        (lambda t: "x" * 500_000, None, ""),
    ],
)
def test_faults_of_the_text_name_line_and_reason_beside_the_field(admin, draft, wrong, line, said):
    address = at("regulation-text", SLUG, 2)
    bad = wrong(draft.text)
    answer = admin.post(address, {"text": bad, "seen": "1"})
    (told,) = errors(answer)["text"]
    assert said in told
    if line is not None:
        number = next((n for n, one in enumerate(bad.splitlines(), 1) if said and said in one), line)
        assert f" {number}:" in told or f" {number} " in told
    assert read(draft).text == draft.text


def test_a_text_is_saved_and_a_second_editor_is_told(admin, draft):
    address = at("regulation-text", SLUG, 2)
    changed = draft.text.replace("rate_base: null", "rate_base: 1000", 1)
    assert admin.post(address, {"text": changed, "seen": "1"}).status_code == 302
    assert (read(draft).text, read(draft).edition) == (changed, 2)
    late = admin.post(address, {"text": draft.text, "seen": "1"})
    assert "text" in errors(late) and read(draft).text == changed


def test_what_is_fixed_never_changes_and_a_year_keeps_its_version(admin, draft, signed_in):
    officer = User.objects.get(username="so.ldtbxh")
    with province_acts.on_day(province.NOW.date().replace(month=12, day=31)):
        with pytest.raises(Refused, match="draft"):
            campaigns.open_campaign(province_acts.province(), 2026, officer, version=2, illustrative=True)
        address = at("regulation-criterion", SLUG, 2, 2)
        admin.post(address, filled(admin.get(address)) | LOWER)
        fix = at("regulation-fix", SLUG, 2)
        assert "sure" in errors(admin.post(fix, {"seen": "2"}))
        assert admin.post(fix, {"seen": "2", "sure": "on"}).status_code == 302
        assert admin.post(address, LOWER).status_code == 403
        assert admin.post(at("regulation-text", SLUG, 2), {"text": "x", "seen": "2"}).status_code == 403
        for change in ({"text": "khác"}, {"fixed_at": None}, {"version": 3}):
            with pytest.raises(IntegrityError), transaction.atomic():
                RegulationVersion.objects.filter(pk=draft.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            RegulationVersion.objects.filter(pk=draft.pk).delete()
        page = signed_in("so.ldtbxh").get(at("campaign-open"))
        assert [key for key, _ in page.context["which"].fields["bo"].choices] == [CODE, f"{CODE}:2"]
        year = campaigns.open_campaign(province_acts.province(), 2026, officer, version=2, illustrative=True)
    assert len(year.rulebook.criterion(2).bands) == 2
    running = province.case_in(states.DRAFT).campaign
    assert (running.regulation_version, len(running.rulebook.criterion(2).bands)) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(year).objects.filter(pk=year.pk).update(regulation_version=1)
    third = regulations.start(CODE, 2, User.objects.get(username="quan.tri"), purpose="Bản ba")
    assert third.version == 3
    assert "2026" in text(admin.get(at("regulation-list")))


def test_nobody_else_writes(signed_in, draft):
    for name in ("so.ldtbxh", f"huyen.{province.DISTRICT}.chutich", f"xa.{province.DAK_NEN}.canbo"):
        client = signed_in(name)
        assert client.get(at("regulation", SLUG, 2)).status_code == 200
        for address in (at("regulation-criterion", SLUG, 2, 2), at("regulation-fix", SLUG, 2)):
            assert client.post(address, {"sure": "on", "seen": "1"}).status_code == 403
        assert client.post(at("regulation-text", SLUG, 2), {"text": "x", "seen": "1"}).status_code == 403
    assert read(draft).fixed_at is None and read(draft).edition == 1
