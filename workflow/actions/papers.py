"""Papers of a dossier: added, replaced by a newer version, opened to the public after a check (R-PRV-3)."""

from collections.abc import Iterable
from datetime import date

from portal.prepared import Prepared
from portal.record import clock
from portal.record.models import StoredFile
from portal.units.models import Unit
from workflow.actions.locking import locked
from workflow.actions.recorded import name_of, note, tell_public
from workflow.actions.refusals import Refused, refuse, undivided
from workflow.actions.rights import may, may_at, require
from workflow.models import Campaign, Case, Paper
from workflow.rules.facts import N_, Reason
from workflow.rules.papers import COMMUNE_PAPERS, KINDS, QUYET_DINH_CAC_NAM, REWARD_PAPERS
from workflow.rules.policy import Places

UNKNOWN = N_("This kind of paper belongs to another dossier.")
AHEAD = N_("The day on the paper cannot lie ahead.")
LONG_AGO = N_("The day on the paper lies before this year's period, which starts on %(start)s.")
ELSEWHERE = N_("%(name)s is not reviewed by this district in this year.")
REPLACED = N_("This paper has a newer version already. Replace that one.")
CLOSED = N_("The year %(year)s is closed: its councils, sittings and papers stay as they are.")
NO_FILE = N_("There is no file to open to the public.")
NOT_OPEN = N_("This paper is not open to the public.")
NO_REASON = N_("Write why the paper is closed again.")
NOTHING = N_("Attach the file, or give the paper's number and day.")

_IN_FORCE = Prepared(lambda case: Paper.objects.filter(case=case, replaced_by=None).order_by("-version"))


def add_to_case(
    case: Case,
    actor,
    *,
    kind: str,
    number: str = "",
    signed_on: date | None = None,
    signatory_name: str = "",
    signatory_post: str = "",
    file: StoredFile | None = None,
) -> Paper:
    """Add a paper to a commune's own dossier (R-COM-4) or, for rewards, to the case's reward dossier.

    A paper of the kind already there is kept and marked replaced. Raises Refused.
    """
    _check(case.campaign, kind, COMMUNE_PAPERS + REWARD_PAPERS, signed_on, number, file)
    work = "prepare_reward" if kind in REWARD_PAPERS else "prepare_commune"
    with undivided(work, actor, case.pk):
        case = locked(case.pk)
        permission = require(work, case, actor)
        former = next((paper for paper in _IN_FORCE(case.pk) if paper.kind == kind), None)
        paper = Paper.objects.create(
            campaign=case.campaign,
            unit_id=case.assessing_unit_id,
            case=case,
            kind=kind,
            number=number.strip(),
            signed_on=signed_on,
            signatory_name=signatory_name.strip(),
            signatory_post=signatory_post.strip(),
            file=file,
            version=former.version + 1 if former else 1,
            added_by=actor,
            added_by_name=name_of(actor),
        )
        if former:
            _replace(former, paper)
        note("paper.added", case, actor, permission, _payload(paper))
    return paper


def add_to_district(
    campaign: Campaign,
    unit: Unit,
    actor,
    *,
    kind: str,
    covers: Iterable[Case],
    number: str = "",
    signed_on: date | None = None,
    signatory_name: str = "",
    signatory_post: str = "",
    file: StoredFile | None = None,
    replaces: Paper | None = None,
) -> Paper:
    """Add a paper of the district's year that covers some of its communes (R-DIS-5). Raises Refused."""
    _check(campaign, kind, [k for k in KINDS if k not in COMMUNE_PAPERS], signed_on, number, file)
    covered = list(covers)
    with undivided("prepare_district", actor):
        permission = require_at_district("prepare_district", campaign, unit, actor)
        if replaces is not None:
            replaces = _replaceable(replaces, campaign, unit, kind)
        strangers = [c for c in covered if c.reviewing_unit_id != unit.pk or c.campaign_id != campaign.pk]
        if strangers:
            raise refuse("R-DIS-5", ELSEWHERE, "covers", name=strangers[0].full_name)
        paper = Paper.objects.create(
            campaign=campaign,
            unit=unit,
            kind=kind,
            number=number.strip(),
            signed_on=signed_on,
            signatory_name=signatory_name.strip(),
            signatory_post=signatory_post.strip(),
            file=file,
            version=replaces.version + 1 if replaces else 1,
            added_by=actor,
            added_by_name=name_of(actor),
        )
        paper.covers.add(*covered)
        if replaces:
            _replace(replaces, paper)
        before = list(replaces.covers.all()) if replaces else []
        for case in {case.pk: case for case in (*covered, *before)}.values():
            note("paper.added", case, actor, permission, _payload(paper))
    return paper


def _replace(former: Paper, paper: Paper) -> None:
    """Put a newer version in a paper's place: citizens no longer read the old one."""
    Paper.objects.filter(pk=former.pk).update(replaced_by=paper)
    if former.public:
        tell_public()


def _replaceable(paper: Paper, campaign: Campaign, unit: Unit, kind: str) -> Paper:
    """The paper a new version takes the place of: of the same dossier and kind, and still in force."""
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if (paper.campaign_id, paper.unit_id, paper.kind, paper.case_id) != (campaign.pk, unit.pk, kind, None):
        raise refuse("R-DIS-5", UNKNOWN, "kind")
    if paper.replaced_by_id is not None:
        raise refuse("R-DIS-5", REPLACED, "kind")
    return paper


def publish(paper: Paper, actor) -> None:
    """Open a paper to the public; the officer vouches that it names no child and no contact (R-PRV-3)."""
    with undivided("publish_paper", actor, paper.case_id):
        paper = (
            Paper.objects.select_for_update(of=("self",)).select_related("case", "campaign").get(pk=paper.pk)
        )
        permission = may_publish(paper, actor)
        if not permission.allowed:
            raise Refused([permission.why])
        if paper.file_id is None:
            raise refuse("R-PRV-3", NO_FILE, "file")
        paper.public, paper.public_checked_by = True, name_of(actor)
        paper.save(update_fields=["public", "public_checked_by"])
        for case in [paper.case] if paper.case else paper.covers.all():
            note("paper.published", case, actor, permission, _payload(paper))
        tell_public()


def withdraw(paper: Paper, actor, *, reason: str) -> None:
    """Make an open paper private again, with the reason on record (R-PRV-3). Raises Refused."""
    with undivided("withdraw_paper", actor, paper.case_id):
        paper = (
            Paper.objects.select_for_update(of=("self",)).select_related("case", "campaign").get(pk=paper.pk)
        )
        permission = may_withdraw(paper, actor)
        if not permission.allowed:
            raise Refused([permission.why])
        if not paper.public:
            raise refuse("R-PRV-3", NOT_OPEN)
        if not reason.strip():
            raise refuse("R-PRV-3", NO_REASON, "reason")
        paper.public, paper.public_checked_by = False, ""
        paper.save(update_fields=["public", "public_checked_by"])
        # The reason is kept once, with the first case the paper speaks of: erasing it leaves no copy.
        texts = {"reason": reason}
        for case in [paper.case] if paper.case else paper.covers.order_by("pk"):
            note("paper.withdrawn", case, actor, permission, _payload(paper), texts)
            texts = {}
        tell_public()


def may_withdraw(paper: Paper, actor):
    """Who may open a paper may close it; the reviewing district also after the decision."""
    own = may_publish(paper, actor)
    if own.allowed or not paper.case_id:
        return own
    unit = paper.case.reviewing_unit_id
    places = Places(reviewing=unit, recognising=unit)
    return may_at("prepare_district", actor, places, "commune_assessed")


def may_publish(paper: Paper, actor):
    """A commune's paper is opened by those who prepare it, any paper by the reviewing district."""
    if paper.case_id:
        case = Case.objects.select_related("campaign").get(pk=paper.case_id)
        own = may("prepare_commune", case, actor)
        return own if own.allowed else may("prepare_district", case, actor)
    places = Places(reviewing=paper.unit_id, recognising=paper.unit_id)
    return may_at("prepare_district", actor, places, "commune_assessed")


def require_at_district(work: str, campaign: Campaign, unit: Unit, actor):
    """The permission for work on a district's year, whatever the state of its cases; raises Refused."""
    places = Places(reviewing=unit.pk, recognising=unit.pk, province=campaign.province_id)
    permission = may_at(work, actor, places, "commune_assessed")
    if not permission.allowed:
        raise Refused([permission.why])
    if campaign.closed_at is not None:
        raise refuse("R-CAL-7", CLOSED, year=campaign.year)
    return permission


def _check(campaign: Campaign, kind: str, kinds, signed_on, number, file) -> None:
    reasons = []
    if kind not in kinds:
        reasons.append(Reason("R-COM-4", UNKNOWN, {}, "kind"))
    if signed_on is not None and signed_on > clock.today():
        reasons.append(Reason("R-CAL-6", AHEAD, {}, "signed_on"))
    # The decisions of the five years are older than the year they are gathered in (R-REW-4).
    if signed_on is not None and signed_on < campaign.period_from and kind != QUYET_DINH_CAC_NAM:
        reasons.append(Reason("R-CAL-1", LONG_AGO, {"start": campaign.period_from}, "signed_on"))
    if file is None and not (number.strip() and signed_on):
        reasons.append(Reason("R-COM-4", NOTHING, {}, "file"))
    if reasons:
        raise Refused(reasons)


def _payload(paper: Paper) -> dict:
    return {
        "paper": paper.pk,
        "kind": paper.kind,
        "version": paper.version,
        "file": paper.file.digest if paper.file else None,
    }
