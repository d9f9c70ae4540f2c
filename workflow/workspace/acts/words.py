"""The acts as people meet them: word in the address, title, button, what follows, what is asked for.

Who may act and what is missing is told by the policy and by readiness, never here.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RECORDED = _("This is recorded and cannot be deleted.")


@dataclass(frozen=True)
class ActPage:
    """One act and its confirm page. `fields` are asked for beside the day; `verb` completes "not yet: …"."""

    key: str
    action: str
    title: Promise  # with %(name)s
    button: Promise
    done: Promise  # with %(name)s
    consequences: tuple[Promise, ...]
    fields: tuple[str, ...] = ()
    level: int | None = None
    grave: bool = False

    @property
    def decides(self) -> bool:
        """Whether the act rests on a signed decision."""
        return "decision" in self.fields


PAGES = (
    ActPage(
        "nop",
        "submit",
        _("Submit the dossier of %(name)s"),
        _("Submit the dossier"),
        _("The dossier of %(name)s is submitted. Comments open the day after."),
        (
            _("The commune's points are locked. Only the district can send the dossier back."),
            _("The result is published at once, marked as provisional, and people may comment on it."),
            _("The district council reviews the dossier when the days for comments are over."),
            RECORDED,
        ),
        ("late_reason",),
    ),
    ActPage(
        "tra-lai",
        "return",
        _("Return the dossier to %(name)s"),
        _("Return to the commune"),
        _("The dossier is back with %(name)s."),
        (
            _("The commune may change points and papers again, and files anew. Nothing is lost."),
            _("The public page says that the dossier was returned to be completed, with your reason."),
            _("The days for comments start again only if the points change."),
            RECORDED,
        ),
        ("reason",),
    ),
    ActPage(
        "xet-duyet",
        "review",
        _("Review %(name)s"),
        _("Review"),
        _("%(name)s is reviewed. Next comes the decision of the chair."),
        (
            _("The district's points are locked and their total is stored."),
            _("The case goes to the chair of the district's People's Committee for the decision."),
            _("Both columns of points and the cleared reasons are published at once, as not yet decided."),
            RECORDED,
        ),
        ("late_reason",),
    ),
    ActPage(
        "mo-lai",
        "reopen",
        _("Take up the review of %(name)s again"),
        _("Reopen the review"),
        _("The review of %(name)s is open again."),
        (
            _("The district's points can be changed again; their total is taken back until the next review."),
            RECORDED,
        ),
        ("reason",),
    ),
    ActPage(
        "cong-nhan",
        "recognize",
        _("Recognise %(name)s"),
        _("Recognise"),
        _("%(name)s is recognised. The result is published."),
        (
            _("The commune becomes “Met – recognised”, published for everyone at once."),
            _("A certificate gets its number and a code by which anyone can verify it."),
            _("The year counts towards the rewards for three and for five years in a row."),
            _("This is recorded and cannot be deleted. It can only be changed by a decision to revoke."),
        ),
        ("decision", "late_reason"),
    ),
    ActPage(
        "khong-cong-nhan",
        "decline",
        _("Do not recognise %(name)s"),
        _("Do not recognise"),
        _("%(name)s is not recognised this year. The reason is published."),
        (
            _("The commune becomes “Not recognised”; everybody can read your reason."),
            _("The run of years towards a reward ends."),
            _("It can be looked at again by a decision after an upheld complaint, outside the Plan."),
            RECORDED,
        ),
        ("decision", "reason", "late_reason"),
        grave=True,
    ),
    ActPage(
        "xem-xet-lai",
        "reconsider",
        _("Look at %(name)s again"),
        _("Reconsider"),
        _("%(name)s is looked at again; the district reviews it anew."),
        (
            _("The case goes back to the district's review; the district's points can be changed again."),
            _("This step is outside the Plan: its legal basis is published with the reason."),
            RECORDED,
        ),
        ("decision", "reason", "legal_basis"),
    ),
    ActPage(
        "khen-thuong-3",
        "reward",
        _("Reward %(name)s for three years in a row"),
        _("Record the reward"),
        _("The reward of %(name)s is recorded and published."),
        (
            _("The reward is published with the years it rests on."),
            _("These years carry no second reward of the same kind."),
            RECORDED,
        ),
        ("decision", "amount"),
        level=3,
    ),
    ActPage(
        "khen-thuong-5",
        "reward",
        _("Reward %(name)s for five years in a row"),
        _("Record the reward"),
        _("The reward of %(name)s is recorded and published."),
        (
            _("The reward of the province's chair is published with the five years it rests on."),
            _("These years carry no second reward of the same kind."),
            RECORDED,
        ),
        ("decision", "amount", "late_reason"),
        level=5,
    ),
    ActPage(
        "thu-hoi",
        "revoke",
        _("Revoke the recognition of %(name)s"),
        _("Revoke the recognition"),
        _("The recognition of %(name)s is revoked. The reason is published."),
        (
            _("The certificate is shown as revoked to everyone who verifies it."),
            _("The run of years towards a reward ends; earlier rewards stay on record."),
            _("This step is outside the Plan: its legal basis is published with the reason."),
            RECORDED,
        ),
        ("decision", "reason", "legal_basis"),
        grave=True,
    ),
    ActPage(
        "ghi-khong-nop",
        "close",
        _("Record that %(name)s did not file"),
        _("Record: no dossier filed"),
        _("It is recorded that %(name)s did not file."),
        (
            _("The commune becomes “No dossier filed” for this year; everybody can read your reason."),
            _("The run of years towards a reward ends."),
            RECORDED,
        ),
        ("reason",),
        grave=True,
    ),
    ActPage(
        "xac-nhan-loai",
        "confirm_class",
        _("Confirm the class of %(name)s"),
        _("Confirm the class"),
        _("The class of %(name)s is confirmed."),
        (
            _("The class fixes the threshold of this commune for this year, 750 or 650 points."),
            _("Class and source are shown on the public page."),
            _("It cannot be changed afterwards."),
        ),
        ("class_code", "class_source"),
    ),
)
PAGE = {page.key: page for page in PAGES}


def pages_of(action: str) -> tuple[ActPage, ...]:
    """The confirm pages of an action: one, but for rewards, which have one a level."""
    return tuple(page for page in PAGES if page.action == action)


def page_of(action: str, level: int | None = None) -> ActPage:
    """The confirm page of an action, for a reward that of the level (the first when none is given)."""
    return next(page for page in pages_of(action) if level is None or page.level in (None, level))
