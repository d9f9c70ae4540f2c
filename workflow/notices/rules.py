"""Which event tells whom: one table, read by the relay, the page of switches and the tests.

Each unit switches the rules for its own people; `default` is how they are told until it does.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.outbox.kinds import Kind
from workflow.models import NoticeSwitch
from workflow.rules.roles import (
    AT_COMMUNE,
    AT_PROVINCE,
    AT_RECOGNISING,
    AT_REVIEWING,
    COMMUNE_CHAIR,
    COMMUNE_OFFICER,
    DISTRICT_CHAIR,
    DISTRICT_OFFICER,
    PROVINCE_CHAIR,
    PROVINCE_OFFICER,
)

MAIL, PORTAL = NoticeSwitch.Channel.MAIL, NoticeSwitch.Channel.PORTAL
DEADLINE, ESCALATION, COMMENT = "deadline", "deadline.escalated", "comment.received"

THE_COMMUNE = ((COMMUNE_OFFICER, AT_COMMUNE), (COMMUNE_CHAIR, AT_COMMUNE))
THE_PHONG = ((DISTRICT_OFFICER, AT_REVIEWING),)
THE_CHAIR = ((DISTRICT_CHAIR, AT_RECOGNISING),)
THE_SO = ((PROVINCE_OFFICER, AT_PROVINCE),)


@dataclass(frozen=True)
class NoticeRule:
    """An event of the record by its action, who is told (role, unit of the case), and in which words.

    `part` is the page of the case the notice leads to.
    """

    key: str
    name: Promise
    audience: tuple[tuple[str, str], ...]
    title: Promise | None = None
    body: Promise | None = None
    default: str = MAIL
    part: str = ""

    @property
    def kind(self) -> Kind:
        """The same as a kind of message."""
        return Kind(f"event.{self.key}", self.title, self.body)


EVENTS: tuple[NoticeRule, ...] = (
    NoticeRule(
        "campaign.opened", _("A year is opened"), (*THE_COMMUNE, *THE_PHONG, *THE_CHAIR),
        _("The year %(year)s is open"),
        _("The Labour Department has opened the year %(year)s. The last days stand under My work."), PORTAL,
    ),
    NoticeRule(
        "case.confirm_class", _("A commune's class is confirmed"), THE_COMMUNE,
        _("%(commune)s, %(year)s: class confirmed"),
        _("The Labour Department has confirmed the class of %(commune)s, which fixes its threshold."), PORTAL,
    ),
    NoticeRule(
        "case.submit", _("A commune files its dossier"), THE_PHONG,
        _("%(commune)s has filed its dossier of %(year)s"),
        _("Filed by %(actor)s. Comments are open; then the district reviews."),
    ),
    NoticeRule(
        "case.return", _("A dossier is returned"), THE_COMMUNE,
        _("The dossier of %(commune)s, %(year)s, is returned"),
        _("%(actor)s returned the dossier. The reason stands on the page of the case."),
    ),
    NoticeRule(
        "case.review", _("The district has reviewed"), (*THE_CHAIR, *THE_COMMUNE),
        _("The district has reviewed %(commune)s, %(year)s"),
        _("Reviewed by %(actor)s. The decision is awaited."),
    ),
    NoticeRule(
        "case.reopen", _("A review is taken up again"), (*THE_CHAIR, *THE_COMMUNE),
        _("The review of %(commune)s, %(year)s, is taken up again"),
        _("%(actor)s took the review up again. The reason stands on the page of the case."),
    ),
    NoticeRule(
        "case.recognize", _("A commune is recognised"), (*THE_COMMUNE, *THE_PHONG),
        _("%(commune)s is recognised for %(year)s"),
        _("The decision and the certificate stand on the page of the case."),
    ),
    NoticeRule(
        "case.decline", _("A commune is not recognised"), (*THE_COMMUNE, *THE_PHONG),
        _("%(commune)s is not recognised for %(year)s"),
        _("The reason stands on the page of the case."),
    ),
    NoticeRule(
        "case.reconsider", _("A refusal is looked at again"), (*THE_COMMUNE, *THE_PHONG),
        _("%(commune)s, %(year)s: the refusal is looked at again"),
        _("The case is back with the district."),
    ),
    NoticeRule(
        "case.reward", _("A commune is rewarded"), (*THE_COMMUNE, *THE_PHONG),
        _("%(commune)s is rewarded"),
        _("The decision stands on the page of the case."),
    ),
    NoticeRule(
        "case.revoke", _("A recognition is revoked"), (*THE_COMMUNE, *THE_PHONG, *THE_SO),
        _("The recognition of %(commune)s for %(year)s is revoked"),
        _("The reason and the legal basis stand on the page of the case."),
    ),
    NoticeRule(
        "case.close", _("A commune is recorded as not having filed"), (*THE_COMMUNE, *THE_PHONG),
        _("%(commune)s did not file in %(year)s"),
        _("The Labour Department has recorded it. The reason stands on the page of the case."),
    ),
    NoticeRule(
        COMMENT, _("A citizen's comment arrives"), THE_PHONG,
        _("A comment on %(commune)s, %(year)s, has arrived"),
        _("Look through it and answer it: the commune cannot be recognised before."), MAIL, "messages",
    ),
    NoticeRule(
        "message.answered", _("A comment is answered"), THE_COMMUNE,
        _("A comment on %(commune)s, %(year)s, is answered"),
        _("Answered by %(actor)s."), PORTAL, "messages",
    ),
    NoticeRule(
        "finding.recorded", _("A supervising department records a finding"), (*THE_PHONG, *THE_COMMUNE),
        _("A finding on criterion %(criterion)s of %(commune)s, %(year)s"),
        _("Recorded by %(actor)s. The district reads it before the review."), MAIL, "findings",
    ),
    NoticeRule(
        "campaign.closed", _("A year is closed"), (*THE_COMMUNE, *THE_PHONG),
        _("The year %(year)s is closed"),
        _("The Labour Department has closed the year %(year)s. Everything stays readable."), PORTAL,
    ),
)  # fmt: skip

DEADLINES: tuple[NoticeRule, ...] = (
    NoticeRule(
        DEADLINE,
        _("Reminders 14, 7, 3 and 1 days before a last day, on it, and when it is over"),
        (*THE_COMMUNE, *THE_PHONG, *THE_CHAIR, *THE_SO),
    ),
    NoticeRule(
        ESCALATION,
        _("The tier below is more than three days late, or its post is vacant"),
        (*THE_PHONG, *THE_SO, (PROVINCE_CHAIR, AT_PROVINCE)),
    ),
)
RULES = {rule.key: rule for rule in (*DEADLINES, *EVENTS)}
