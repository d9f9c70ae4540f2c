"""The committed test province: twelve communes of Kon Tum, three illustrative years, a case in every state.

It is made once per state of the code through the portal's own functions and kept in the database every
test starts from (tests.databases). Tests that read use the accessors; tests that act add the hands of
tests.province_acts. `NOW` is the moment up to which the province has lived: on 20 November 2025 the running
year stands between the communes' last day and the districts'.
"""

from contextlib import AbstractContextManager
from datetime import date, timedelta

from django.core.management import call_command
from django.db import transaction
from django.test import Client

from portal.people import roles
from portal.people.models import User
from portal.record import clock, files
from portal.record.models import StoredFile
from tests import province_acts as act
from tests.province_acts import user_of
from workflow.actions import campaigns, findings, messages
from workflow.models import Campaign, Case, states
from workflow.notices import relay
from workflow.simulation.people import people_of
from workflow.simulation.year import illustrative_pdf

__all__ = ["CASES", "CITY", "DISTRICT", "NOW", "bring_files", "build", "case_at", "case_in", "user_of"]

YEAR = 2025
NOW = act.moment(date(YEAR, 11, 20), 10)
DISTRICT, CITY = "613", "608"  # huyện Kon Plông, thành phố Kon Tum

DAK_NEN, DAK_RING, MANG_BUK, DAK_TANG = "23452", "23455", "23458", "23461"
NGOK_TEM, PO_E, MANG_CANH, MANG_DEN, HIEU = "23464", "23467", "23470", "23473", "23476"
QUANG_TRUNG, DUY_TAN, DAK_CAM = "23281", "23284", "23311"
COMMUNES = (
    DAK_NEN,
    DAK_RING,
    MANG_BUK,
    DAK_TANG,
    NGOK_TEM,
    PO_E,
    MANG_CANH,
    MANG_DEN,
    HIEU,
    QUANG_TRUNG,
    DUY_TAN,
    DAK_CAM,
)

# One case of huyện Kon Plông in every state: (year, code).
CASES = {
    states.DRAFT: (YEAR, DAK_NEN),  # untouched
    states.COMMUNE_ASSESSED: (YEAR, DAK_RING),  # ready for review
    states.DISTRICT_REVIEWED: (YEAR, MANG_BUK),  # ready for recognition
    states.RECOGNIZED: (YEAR, DAK_TANG),  # for the second year
    states.REWARDED: (YEAR, MANG_DEN),  # for three years
    states.NOT_RECOGNIZED: (YEAR, NGOK_TEM),  # too few points
    states.REVOKED: (YEAR, PO_E),
    states.NOT_FILED: (YEAR - 1, DAK_NEN),
}
READY_TO_FILE = (YEAR, MANG_CANH)
RETURNED = (YEAR, HIEU)  # sent back by the district, not filed again yet
UNDER_COMMENT = (YEAR, QUANG_TRUNG)  # comment window open, two comments, one unread finding that doubts
EMPTY_WARD = (YEAR, DUY_TAN)  # a draft in the other district
NOT_MET = (YEAR, DAK_CAM)  # filed as không đạt by the commune's own council


# Asking ---------------------------------------------------------------------------------------------


def now() -> AbstractContextManager[None]:
    """The portal's clock tells NOW inside the block."""
    return clock.at(NOW)


def case_at(place: tuple[int, str]) -> Case:
    """The case of a (year, commune code), with campaign and units."""
    year, code = place
    found = Case.objects.select_related("campaign", "commune", "span", "assessing_unit", "reviewing_unit")
    return found.get(campaign__year=year, campaign__illustrative=True, code=code)


def case_in(state: str) -> Case:
    """A case of huyện Kon Plông in a state."""
    return case_at(CASES[state])


def sign_in(client: Client, user: User) -> Client:
    """The client, signed in as the user (forms are tested elsewhere)."""
    client.force_login(user)
    return client


def bring_files() -> None:
    """Put the bytes of the province's papers where this process keeps files: the database names them."""
    bytes_of = illustrative_pdf().getvalue()
    for digest in StoredFile.objects.values_list("digest", flat=True).distinct():
        path = files.path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes_of)


# Making ---------------------------------------------------------------------------------------------


def build() -> None:
    """Make the province in an empty, migrated database."""
    call_command("load_units", verbosity=0)
    with relay.held(), transaction.atomic(), now():
        people_of(act.province())
        _more_people()
    with relay.held(), transaction.atomic():
        file = _first_file()
        _year_2023(file)
        _year_2024(file)
        _running_year(file)
        # What the province lived through is no news to anybody.
        relay.skip()


def _first_file() -> StoredFile:
    with act.on_day(date(2023, 10, 1)):
        return act.paper_file()


def _more_people() -> None:
    """The roles the illustrative world has nobody for."""
    start = {"valid_from": date(2023, 1, 1)}
    at_province = {"unit": act.province(), **start}
    for role in (roles.HOME_AFFAIRS, roles.FINANCE, roles.PLANNING, roles.PUBLISHER):
        act.appoint(act.USERNAMES[role], role, "quan.tri", **at_province)
    for code in (DISTRICT, CITY):
        place = {"unit": act.unit(code), **start}
        act.appoint(f"huyen.{code}.thanhvien", roles.DISTRICT_MEMBER, "so.ldtbxh", **place)
    for code in COMMUNES:
        district = CITY if code in (QUANG_TRUNG, DUY_TAN, DAK_CAM) else DISTRICT
        place = {"unit": act.unit(code), **start}
        act.appoint(f"xa.{code}.thanhvien", roles.COMMUNE_MEMBER, f"huyen.{district}.phong", **place)


def _days(year: int) -> tuple[date, date, date, date]:
    """Filed, reviewed, decided, and what follows the decision."""
    filed = date(year, 11, 7)
    return filed, date(year, 11, 17), date(year, 11, 18), date(year, 11, 19)


def _open(year: int, communes) -> Campaign:
    with act.on_day(date(year, 10, 25)):
        campaign = act.open_year(year, communes)
        for case in campaign.cases.select_related("campaign"):
            act.confirm_class(case)
    return campaign


def _year_2023(file: StoredFile) -> None:
    campaign = _open(2023, [MANG_DEN])
    _recognise(campaign, [MANG_DEN], file)
    _close(campaign)


def _year_2024(file: StoredFile) -> None:
    """Two communes recognised, one that never filed, the year closed."""
    campaign = _open(2024, [MANG_DEN, DAK_TANG, DAK_NEN])
    _recognise(campaign, [MANG_DEN, DAK_TANG], file)
    with act.on_day(campaign.closing_day + timedelta(days=1)):
        case = act.the_case(campaign, DAK_NEN)
        act.perform(case, "close", roles.PROVINCE_OFFICER, reason="Xã không nộp hồ sơ")
    _close(campaign)


def _close(campaign: Campaign) -> None:
    with act.on_day(campaign.closing_day + timedelta(days=2)):
        campaigns.close_campaign(campaign, User.objects.get(username="so.ldtbxh"))


def _file(campaign: Campaign, codes, day: date, file: StoredFile, **how) -> list[Case]:
    cases = [act.the_case(campaign, code) for code in codes]
    with act.on_day(day):
        for case in cases:
            act.prepare_dossier(case, file=file, **how)
            act.submit(case)
    return cases


def _review(cases: list[Case], day: date, file: StoredFile) -> None:
    with act.on_day(day):
        act.prepare_review(cases, file=file)
        for case in cases:
            act.review(case)


def _recognise(campaign: Campaign, codes, file: StoredFile) -> list[Case]:
    filed, sat, decided, _ = _days(campaign.year)
    cases = _file(campaign, codes, filed, file)
    _review(cases, sat, file)
    with act.on_day(decided):
        for case in cases:
            act.decide(case, "recognize")
    return cases


def _running_year(file: StoredFile) -> None:
    """2025 up to NOW: a case in every state but the one only a closed year has."""
    with act.on_day(date(YEAR, 10, 25)):
        campaign = act.open_year(YEAR, COMMUNES)
        for case in campaign.cases.select_related("campaign", "commune", "reviewing_unit"):
            if case.code != DAK_NEN:
                act.confirm_class(case, "xa_dbkk" if case.code == HIEU else "xa")
    filed, sat, decided, after = _days(YEAR)
    _recognise(campaign, [DAK_TANG, MANG_DEN, PO_E], file)
    weak = _file(campaign, [NGOK_TEM], filed, file, share="0.7")
    _review(_file(campaign, [MANG_BUK], filed, file), sat, file)
    ready = _file(campaign, [DAK_RING], filed, file)
    with act.on_day(sat):
        act.prepare_review(ready, file=file)
        act.prepare_review(weak, met=False, file=file)
    _decided_otherwise(campaign, weak[0], decided, after)
    _under_way(campaign, file)


def _decided_otherwise(campaign: Campaign, weak: Case, decided: date, after: date) -> None:
    """A refusal, a reward for three years, a recognition taken back."""
    with act.on_day(decided):
        act.decide(weak, "decline", kind="TB", reason="Thiếu điểm so với ngưỡng 750")
    with act.on_day(after):
        act.decide(act.the_case(campaign, MANG_DEN), "reward", level=3)
        revoked = act.the_case(campaign, PO_E)
        act.decide(revoked, "revoke", reason="Số liệu tiêu chí 1 không đúng", legal_basis=act.BASIS)


def _under_way(campaign: Campaign, file: StoredFile) -> None:
    """Dossiers before the decision: prepared, returned, open for comments, filed as không đạt."""
    due = campaign.commune_due
    with act.on_day(due - timedelta(days=2)):
        act.prepare_dossier(act.the_case(campaign, MANG_CANH), file=file)
    (returned,) = _file(campaign, [HIEU], due - timedelta(days=1), file)
    _file(campaign, [DAK_CAM], due, file, met=False, share="0.6")
    (open_for_comments,) = _file(campaign, [QUANG_TRUNG], due, file, share="0.95")
    with act.on_day(due + timedelta(days=2)):
        act.perform(returned, "return", roles.DISTRICT_OFFICER, reason="Bổ sung minh chứng tiêu chí 1")
        findings.record(
            open_for_comments,
            user_of(roles.SUPERVISOR, open_for_comments),
            criterion=9,
            text="Sổ cân đo của trạm y tế thiếu quý III.",
            doubted=True,
            seen_on=clock.today(),
        )
    with act.on_day(due + timedelta(days=4)):
        messages.receive(open_for_comments, text="Sân chơi ở tổ 3 cần có mái che.", criterion=14)
        messages.receive(open_for_comments, text="Tôi đồng ý với kết quả này.", name="Nguyễn Văn A")
