"""“Vì sao tôi được / không được?”: named for every action, open to every official, linked from refusals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people import roles
from portal.people.models import User
from tests import province
from tests.province_acts import USERNAMES, username
from tests.workspace_people.conftest import COMMUNE_OFFICER, OFFICE, at, templates
from workflow.actions.rights import may
from workflow.models import states
from workflow.rules import policy
from workflow.workspace.people.why import ALL, OTHER

OFFICIALS = sorted(roles.CASE_ROLES | roles.PORTAL_ROLES)


def test_every_action_of_the_policy_has_its_name():
    assert {one.action for one in ALL.values()} | set(OTHER) == set(policy.ACTIONS)


@pytest.mark.parametrize("role", OFFICIALS)
def test_everybody_reads_what_their_posts_allow(signed_in, role):
    name = username(USERNAMES[role], province.case_in(states.DRAFT))
    page = signed_in(name).get(at("my-rights"))
    assert page.status_code == 200 and page.context["held"]


def test_the_page_says_what_the_policy_says(signed_in):
    """Each thing × a few people × a few states: the same yes or no as the policy; no more than 25 queries."""
    wrong, most = [], 0
    for name in (COMMUNE_OFFICER, OFFICE, "so.ldtbxh", "giamsat.so_y_te"):
        client, user = signed_in(name), User.objects.get(username=name)
        for state in (states.DRAFT, states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED):
            case = (
                province.case_at(province.READY_TO_FILE) if state == states.DRAFT else province.case_in(state)
            )
            for key, asked in ALL.items():
                with CaptureQueriesContext(connection) as queries:
                    page = client.get(at("why", case.pk, key))
                if page.status_code == 404 and name == COMMUNE_OFFICER:
                    continue  # another commune's case
                most = max(most, len(queries))
                steps = dict.fromkeys(str(word) for word, holds, _text in page.context["steps"] if not holds)
                yes = not set(steps) - {"Four eyes", "Bốn mắt"}
                if yes != may(asked.action, case, user, **asked.more).allowed:
                    wrong.append((name, state, key))
    assert wrong == []
    assert most <= 25


def test_a_refused_act_leads_to_its_reasons_and_to_who_could_do_it(signed_in):
    case = province.case_in(states.DISTRICT_REVIEWED)
    client = signed_in("so.ldtbxh")
    refused = client.get(at("act", case.pk, "cong-nhan"))
    address = at("why", case.pk, "cong-nhan")
    assert refused.status_code == 403 and address in refused.content.decode()
    page = client.get(address)
    told = {post: names for post, names, _recording in page.context["instead"]}
    chair = User.objects.get(username=f"huyen.{province.DISTRICT}.chutich")
    assert [chair.full_name] in told.values()
    assert page.context["allowed"] is False


def test_a_refused_form_leads_there_too(signed_in):
    case = province.case_in(states.COMMUNE_ASSESSED)
    page = signed_in("so.ldtbxh").get(at("case-paper-new", case.pk))
    assert (page.status_code, "workspace/refused.html" in templates(page)) == (403, True)
    assert at("why-case", case.pk) in page.content.decode()
    refused = signed_in("so.ldtbxh").get(at("people-give", province.HIEU))
    assert (refused.status_code, at("my-rights") in refused.content.decode()) == (403, True)


def test_what_does_not_exist_is_missing(signed_in):
    case = province.case_in(states.DRAFT)
    client = signed_in(OFFICE)
    assert client.get(at("why", case.pk, "bay")).status_code == 404
    assert client.get(at("why-case", 10**9)).status_code == 404
