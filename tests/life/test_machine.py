"""Random lives of cases: whatever officials try, in whatever order, what the portal promises holds."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from portal.people import roles
from portal.record import chain, clock
from portal.record.models import Event
from public.models import CurrentPublication
from public.verify import verify_chain
from tests import province
from tests import province_acts as act
from tests.life.unchanged import everything
from workflow.actions import door, messages, scoring
from workflow.actions.dossier import gather
from workflow.actions.refusals import Refused
from workflow.models import Act, Case, Conclusion, Recognition, Score, states
from workflow.models.scores import COMMUNE, DISTRICT
from workflow.rules import policy, streaks
from workflow.rules.papers import REWARD_PAPERS

FIVE = "reward for five years"  # "reward" is the one for three
DECIDED_BY = {
    "submit": roles.COMMUNE_CHAIR,
    "return": roles.DISTRICT_OFFICER,
    "review": roles.DISTRICT_OFFICER,
    "reopen": roles.DISTRICT_OFFICER,
    "recognize": roles.DISTRICT_CHAIR,
    "decline": roles.DISTRICT_CHAIR,
    "reconsider": roles.DISTRICT_CHAIR,
    "revoke": roles.DISTRICT_CHAIR,
    "reward": roles.DISTRICT_CHAIR,
    "close": roles.PROVINCE_OFFICER,
    "confirm_class": roles.PROVINCE_OFFICER,
    FIVE: roles.PROVINCE_CHAIR,
}
SIGNED = ("recognize", "decline", "reconsider", "revoke", "reward")
LIVED = [province.CASES[state] for state in states.ALL if state != states.NOT_FILED]
LIVED += [province.READY_TO_FILE, province.RETURNED, province.NOT_MET]
MET = [province.CASES[state] for state in states.MET]
WORDS = {
    "reason": "Lý do ghi trên giấy",
    "late_reason": "Mưa lũ làm chậm",
    "legal_basis": act.BASIS,
    "class_source": "Danh sách của Sở, ngày 20/10",
}


class Life(RuleBasedStateMachine):
    """Officials try acts, prepare dossiers and let days pass, all in a transaction that is undone."""

    def __init__(self):
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.now = province.NOW
        self.events = Event.objects.count()
        self.acts = Act.objects.count()
        self.locked = locked_points()
        self.touched = set(LIVED)

    def teardown(self):
        try:
            self.touched = set(LIVED)
            self.a_case_is_what_its_state_says()
            assert chain.verify() == []
            assert verify_chain() == []
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    @rule(days=st.integers(1, 9))
    def let_days_pass(self, days):
        self.now += timedelta(days=days)

    @rule(place=st.sampled_from(LIVED), pick=st.integers(0, 3))
    def take_a_possible_step(self, place, pick):
        case = province.case_at(place)
        possible = list(policy.actions_from(case.state))
        possible += [FIVE] if "reward" in possible else []
        if possible:
            action = possible[pick % len(possible)]
            self._try(case, action, DECIDED_BY[action])

    @rule(place=st.sampled_from(LIVED), action=st.sampled_from(sorted(DECIDED_BY)), silent=st.booleans())
    def try_an_act(self, place, action, silent):
        self._try(province.case_at(place), action, DECIDED_BY[action], silent=silent)

    @rule(
        place=st.sampled_from(LIVED),
        action=st.sampled_from(sorted(DECIDED_BY)),
        role=st.sampled_from(sorted(set(DECIDED_BY.values()) | {roles.PROVINCE_CHAIR, roles.ADMINISTRATOR})),
    )
    def try_in_another_s_place(self, place, action, role):
        moved = self._try(province.case_at(place), action, role)
        assert moved is None or role == DECIDED_BY[action]

    @rule(place=st.sampled_from(LIVED), share=st.sampled_from(["0.6", "0.8", "0.95"]))
    def prepare_and_file(self, place, share):
        case = province.case_at(place)
        with clock.at(self.now):
            try:
                act.prepare_dossier(case, share=share)
            except Refused:
                assert case.state != states.DRAFT
        self._try(case, "submit", roles.COMMUNE_CHAIR)

    @rule(place=st.sampled_from(LIVED), less=st.integers(0, 8))
    def sit_review_and_decide(self, place, less):
        case = province.case_at(place)
        if case.state not in (states.COMMUNE_ASSESSED, states.DISTRICT_REVIEWED):
            return
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    act.answer_all(case)
                    act.prepare_review([case], less=less)
            except Refused:
                # Comments still open, or reviewed already: the acts below are then refused as well.
                pass
        self._try(case, "review", roles.DISTRICT_OFFICER)
        self._try(province.case_at(place), "recognize", roles.DISTRICT_CHAIR)

    @rule(place=st.sampled_from(LIVED), years=st.integers(1, 4))
    def remember_years_before_the_portal(self, place, years):
        """Recognitions imported from their decisions (R-REW-3)."""
        self._remember(place, years)

    def _remember(self, place, years):
        case = province.case_at(place)
        first = Recognition.objects.filter(unit=case.commune_id, illustrative=True).order_by("year").first()
        last = first.year if first else case.year
        for year in range(max(2015, last - years), last):
            Recognition.objects.create(
                unit=case.commune,
                sequence=year,
                year=year,
                regulation="34/2014",
                source="import",
                decision_text=f"Quyết định {year}",
                illustrative=True,
            )

    @rule(silent=st.booleans())
    def confirm_the_class(self, silent):
        """R-THR-3: of the one case that still waits for it."""
        self._try(province.case_in(states.DRAFT), "confirm_class", roles.PROVINCE_OFFICER, silent=silent)

    @rule(place=st.sampled_from(MET), years=st.integers(0, 3))
    def propose_a_reward_for_five_years(self, place, years):
        """R-REW-4: the dossier of the district; then the province's chair rewards or is told what lacks."""
        self._remember(place, years)
        case = province.case_at(place)
        with clock.at(self.now):
            file = act.paper_file()
            for kind in REWARD_PAPERS:
                try:
                    act.add_paper(case, kind, file, by=act.user_of(roles.DISTRICT_OFFICER, case))
                except Refused:
                    assert case.state not in states.MET
        self._try(case, FIVE, roles.PROVINCE_CHAIR)

    @rule(place=st.sampled_from(LIVED))
    def comment(self, place):
        case = province.case_at(place)
        with clock.at(self.now):
            opened = messages.open_window(case) is not None
            try:
                messages.receive(case, text="Sân chơi cần mái che.")
            except Refused:
                assert not opened

    @rule(place=st.sampled_from(LIVED), action=st.sampled_from(sorted(DECIDED_BY)))
    def try_after_somebody_else_moved_it(self, place, action):
        case = province.case_at(place)
        stale = (case.head_event or 0) - 1
        assert self._try(case, action, DECIDED_BY[action], expected_event=stale) is None

    @rule(place=st.sampled_from(LIVED), criterion=st.integers(1, 15), points=st.integers(0, 50))
    def score(self, place, criterion, points):
        case = province.case_at(place)
        row = case.scores.get(criterion=criterion)
        entry = scoring.Entry(criterion, Decimal(points), "Sổ theo dõi", row.commune_version)
        with clock.at(self.now):
            try:
                scoring.save_all(case, COMMUNE, act.user_of(roles.COMMUNE_OFFICER, case), [entry])
            except Refused:
                assert case.state != states.DRAFT
            else:
                assert case.state == states.DRAFT

    def _try(self, case, action, role, *, silent=False, **more):
        """One act: it moves the case by the policy's table with all its guards, or changes no row at all."""
        state, user = case.state, act.user_of(role, case)
        given, issuer = {} if silent else dict(WORDS), None
        if action in ("reward", FIVE):
            given["level"] = 5 if action == FIVE else 3
        if action == FIVE:
            action, issuer = "reward", case.campaign.province
        if action == "confirm_class" and not silent:
            given["class_code"] = "xa_dbkk" if case.kind == "xa" else case.kind
        with clock.at(self.now):
            if action in SIGNED:
                given["decision"] = act.decision_data(case, "QĐ", issuer=issuer)
            before = everything()
            try:
                moved = door.perform(case, action, user, **given, **more)
            except Refused as refused:
                assert refused.sentences
                assert everything() == before
                return None
        assert state in policy.ACT[action].sources
        assert moved.case.state == policy.target(action, state)
        self.acts += 1
        self.touched.add((case.year, case.code))
        told_as_decided(moved.case, action)
        return moved

    @invariant()
    def nothing_is_lost(self):
        assert Event.objects.count() >= self.events
        assert Act.objects.count() == self.acts
        self.events = Event.objects.count()

    @invariant()
    def points_stay_within_bounds(self):
        beyond = Q(commune_points__gt=F("maximum")) | Q(district_points__gt=F("maximum"))
        assert not Score.objects.filter(beyond | Q(commune_points__lt=0) | Q(district_points__lt=0)).exists()

    @invariant()
    def locked_points_never_change(self):
        now = locked_points()
        assert {key: now[key] for key in now.keys() & self.locked.keys()} == {
            key: self.locked[key] for key in now.keys() & self.locked.keys()
        }
        self.locked = now

    @invariant()
    def a_case_is_what_its_state_says(self):
        """No state without its guards, and streaks as a slow count has them; of the cases that moved."""
        while self.touched:
            case = province.case_at(self.touched.pop())
            check_guards(case)
            check_streak(case)


def locked_points() -> dict:
    """Points that are locked now, by score and side."""
    return {
        (pk, side): points
        for side in (COMMUNE, DISTRICT)
        for pk, points in Score.objects.filter(**{f"{side}_locked": True}).values_list("pk", f"{side}_points")
    }


def check_guards(case: Case) -> None:
    """What the Plan asks for before a state, looked up in the tables the long way round."""
    scores = list(case.scores.all())
    standing = case.recognitions.filter(revoked_on=None)
    assert standing.count() == (case.state in states.MET)
    if case.state in (states.DRAFT, states.NOT_FILED):
        assert not any(score.commune_locked or score.district_locked for score in scores)
        return
    assert all(score.commune_locked and score.commune_evidence.strip() for score in scores)
    assert case.commune_total == sum(score.commune_points for score in scores)
    assert Conclusion.objects.filter(case=case, sitting__council__tier="commune", met__isnull=False).exists()
    assert {"bao_cao", "bien_ban_xa", "tong_diem"} <= set(case.papers.values_list("kind", flat=True))
    if case.state in (states.DISTRICT_REVIEWED, *states.MET, states.REVOKED):
        assert all(score.district_locked for score in scores)
        assert case.district_total == sum(score.district_points for score in scores)
        assert case.margin == case.district_total - case.threshold
        assert all(score.district_reason for score in scores if score.difference)
        assert not case.findings.filter(doubted=True, reads=None).exists()
        window = case.windows.get(replaced=False)
        assert Act.objects.filter(case_id=case.pk, action="review").latest("pk").on > window.closes
    if case.state in states.MET:
        assert case.district_total >= case.threshold
        concluded = Conclusion.objects.filter(case=case, sitting__council__tier="district")
        assert concluded.latest("sitting__held_on", "sitting__pk").met is True
        assert not case.messages.filter(in_window=True, admissible=True, answer=None).exists()
        assert standing.get().decision.purpose == "recognize"
        numbers = Recognition.objects.filter(year=case.year, case__reviewing_unit=case.reviewing_unit_id)
        given = numbers.values_list("certificate_number", flat=True)
        assert sorted(given) == [f"{number:02d}/GCN-UBND" for number in range(1, len(given) + 1)]
    if case.state == states.REWARDED:
        rewards = list(case.rewards.all())
        assert rewards
        for reward in rewards:
            rested = sorted(reward.rests_on.values_list("year", flat=True))
            assert rested == list(range(case.year - reward.level + 1, case.year + 1))


def check_streak(case: Case) -> None:
    """Years recognised in a row, asked of the table year by year."""
    standing = {"unit": case.commune_id, "illustrative": True, "revoked_on": None}
    counted, year = 0, case.year
    while Recognition.objects.filter(year=year, **standing).exists():
        counted, year = counted + 1, year - 1
    run = streaks.current(gather(case).facts.runs, case.campaign.sequence, illustrative=True)
    assert len(run) == counted


def told_as_decided(case, action) -> None:
    """The publication says what was decided, and the head event is the act's."""
    last = Act.objects.filter(case_id=case.pk).latest("pk")
    assert (last.action, last.event, last.to_state) == (action, case.head_event, case.state)
    if action == "confirm_class":
        assert case.threshold in (650, 750) and case.class_confirmed_on
        if case.state == states.DRAFT:
            return  # nothing of a draft is public yet
    content = CurrentPublication.objects.get(publication__case_id=case.pk).publication.content
    assert content["state"] == case.state
    plain = {"commune": case.commune_total, "district": case.district_total}
    for side, total in plain.items():
        told = content["totals"][side]
        if case.state in (states.DRAFT, states.NOT_FILED):
            assert told is None
            continue
        assert (told is None) == (total is None)
        assert told is None or float(told) == float(total)


def test_random_lives_keep_every_promise(db):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=14,
            stateful_step_count=35,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
