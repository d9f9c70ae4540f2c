"""Several cases at once: a result for each row, and one that fails stops no other."""

import pytest

from portal.outbox.models import Notice
from portal.people.models import Grant
from portal.record.models import Event
from tests import province
from tests.workspace.conftest import at
from workflow.models import states

OFFICE = f"huyen.{province.DISTRICT}.phong"


def send(client, what, cases, **more):
    return client.post(at("case-together"), {"viec": what, "ho-so": [case.pk for case in cases], **more})


@pytest.fixture
def rows():
    """A draft, a returned one, a filed one, a draft of the other district."""
    return [
        province.case_in(states.DRAFT),
        province.case_at(province.RETURNED),
        province.case_in(states.COMMUNE_ASSESSED),
        province.case_at(province.EMPTY_WARD),
    ]


def told_of(case) -> int:
    people = Grant.objects.filter(unit=case.assessing_unit).values("user")
    return Notice.objects.filter(kind="case.reminded", user__in=people).count()


def test_reminders_go_to_those_who_still_have_the_dossier(signed_in, rows):
    client = signed_in(OFFICE)
    asked = send(client, "nhac", rows)
    assert [case.pk for case in asked.context["ready"]] == sorted(
        (rows[0].pk, rows[1].pk), key=[row[0].pk for row in asked.context["rows"]].index
    )
    assert [told_of(case) for case in rows] == [0, 0, 0, 0]
    answer = send(client, "nhac", rows, gui="1")
    got = {case.pk: went for case, went, _told in answer.context["results"]}
    # The other district's case is not even there for them.
    assert got == {rows[0].pk: True, rows[1].pk: True, rows[2].pk: False}
    assert [told_of(case) for case in rows] == [2, 2, 0, 0]
    events = Event.objects.filter(action="case.reminded").values_list("subject_id", flat=True)
    assert set(events) == {rows[0].pk, rows[1].pk}


def test_nobody_is_reminded_twice_a_day(signed_in, rows):
    client = signed_in(OFFICE)
    send(client, "nhac", rows[:1], gui="1")
    again = send(client, "nhac", rows[:2], gui="1")
    assert {case.pk: went for case, went, _told in again.context["results"]} == {
        rows[0].pk: False,
        rows[1].pk: True,
    }
    assert told_of(rows[0]) == 2


@pytest.mark.parametrize("username", [f"xa.{province.HIEU}.canbo", "so.ldtbxh", "quan.tri"])
def test_others_are_offered_nothing_and_refused(signed_in, rows, username):
    client = signed_in(username)
    assert client.get(at("case-list")).context["offers"] == []
    answer = send(client, "nhac", rows[:2], gui="1")
    if answer.status_code == 200:
        assert {went for _case, went, _told in answer.context["results"]} == {False}
    assert [told_of(case) for case in rows] == [0, 0, 0, 0]


def test_ticked_cases_go_on_to_one_decision(signed_in, rows):
    ready = province.case_in(states.DISTRICT_REVIEWED)
    answer = send(signed_in(OFFICE), "cong-nhan", [ready])
    assert answer.status_code == 302 and answer.url.endswith(f"?ho-so={ready.pk}")
    mixed = send(signed_in(OFFICE), "cong-nhan", [ready, rows[0]])
    assert [[case.pk for case in group] for group, _address in mixed.context["places"]] == [[ready.pk]]
    assert [case.pk for case, _why in mixed.context["others"]] == [rows[0].pk]


@pytest.mark.parametrize(
    "sent", [{}, {"viec": "nhac"}, {"viec": "xoa", "ho-so": "1"}, {"viec": "nhac", "ho-so": "9" * 30}]
)
def test_nothing_ticked_is_said_in_words(signed_in, sent):
    answer = signed_in(OFFICE).post(at("case-together"), sent)
    assert (answer.status_code, answer.url) == (302, at("case-list"))
