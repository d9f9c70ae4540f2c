"""One published result as its page tells it, made from the publication's document alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.theme.templatetags.writing import day, points
from public import states, timeline
from public.comments import Comments
from public.models.publication import Kind, Publication
from public.wording import CLASS_NAMES, inside, iso, step_words

# States the public is told the reason of; of the others the timeline tells the reasons of lateness.
EXPLAINED = {states.DRAFT, states.NOT_RECOGNIZED, states.REVOKED, states.NOT_FILED}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@dataclass(frozen=True)
class Criterion:
    """One line of the table of criteria. Points or None; `last_year` are the points of the year before."""

    no: int
    name: str
    maximum: Decimal
    commune: Decimal | None
    district: Decimal | None
    difference: Decimal | None
    reason: str | None
    points_only: bool
    last_year: Decimal | None

    @property
    def differs(self) -> bool:
        """True when the district fixed other points than the commune's own."""
        return bool(self.difference)

    @property
    def difference_words(self) -> str:
        """ "Thấp hơn 5 điểm." or "Cao hơn 3 điểm."."""
        if not self.difference:
            return ""
        told = {"points": points(abs(self.difference))}
        if self.difference < 0:
            return _("%(points)s points lower.") % told
        return _("%(points)s points higher.") % told


@dataclass(frozen=True)
class PublicMessage:
    """A comment as the public reads it; hidden ones keep a stub with the reason."""

    criterion: int | None
    on: date | None
    text: str | None
    hidden_reason: str | None
    points_only: bool
    answered: bool
    answer: str | None
    accepted: bool | None


class Result:
    """A publication, read. Every property comes from its document or its list columns.

    Only `comments`, given for the version that holds now, are newer than the publication.
    """

    def __init__(
        self,
        publication: Publication,
        before: Publication | None = None,
        comments: Comments | None = None,
    ):
        self.publication = publication
        self.content = publication.content
        self._before = before
        self._comments = comments

    @property
    def state(self) -> str:
        """The state of the case when this was published."""
        return self.publication.state

    @property
    def name(self) -> str:
        """The commune's full name that year."""
        return self.publication.unit_full_name

    @property
    def year(self) -> int:
        """The assessed year."""
        return self.publication.year

    @property
    def threshold(self) -> int | None:
        """Points needed, None while the class is not confirmed (R-THR-3)."""
        return self.publication.threshold

    @property
    def maximum(self) -> Decimal:
        """The most points a commune can have."""
        return Decimal(self.content["campaign"]["maximum"])

    @property
    def total(self) -> Decimal | None:
        """The points that count: the district's, or the commune's own before the review."""
        return self.publication.total

    @property
    def self_scored(self) -> bool:
        """True before the district has fixed its points."""
        return self.publication.district_total is None

    @property
    def provisional(self) -> bool:
        """True while no decision was taken."""
        return self.publication.kind == Kind.PROVISIONAL

    @property
    def withdrawn(self) -> bool:
        """True after the district sent the dossier back."""
        return self.publication.kind == Kind.WITHDRAWN

    @property
    def met(self) -> bool:
        """True when the recognition stands."""
        return self.state in states.MET

    @cached_property
    def outcome(self) -> str:
        """The second sentence: what the points led to."""
        told = {"year": self.year, "name": self.name, "margin": self.publication.margin}
        if self.provisional and self.self_scored:
            return self._if_points_stay()
        return {
            states.DRAFT: _("The district sent the dossier back to be completed. No points count now."),
            states.COMMUNE_ASSESSED: _("The district has to review the dossier again."),
            states.DISTRICT_REVIEWED: _("The district has reviewed. The chair has not decided yet."),
            states.RECOGNIZED: _("Recognised as a child-friendly commune for %(year)s."),
            states.REWARDED: _("Recognised as a child-friendly commune for %(year)s, and rewarded."),
            states.NOT_RECOGNIZED: _("Not recognised for %(year)s."),
            states.REVOKED: _("The recognition for %(year)s was revoked."),
            states.NOT_FILED: _("%(name)s filed no dossier for %(year)s."),
        }[self.state] % told

    def _if_points_stay(self) -> str:
        margin = self.publication.margin
        if margin is None:
            return _("The threshold is known once the province has confirmed the commune's class.")
        told = {"points": points(abs(margin))}
        if margin < 0:
            return _("If the district keeps these points, the commune is %(points)s points short.") % told
        return _("If the district keeps these points, the commune has %(points)s points to spare.") % told

    @property
    def class_name(self) -> str:
        """The class that sets the threshold, in words."""
        told = self.content["class"]
        if (get_language() or "").startswith("en") and told["code"] in CLASS_NAMES:
            return str(CLASS_NAMES[told["code"]])
        return inside(told["name"] or _("class not confirmed yet"))

    @cached_property
    def criteria(self) -> list[Criterion]:
        """All criteria in their order, with the points of the year before."""
        english = (get_language() or "").startswith("en")
        before = {}
        if self._before is not None:
            rows = self._before.content["criteria"]
            before = {row["no"]: row["district"] or row["commune"] for row in rows}
        return [
            Criterion(
                no=row["no"],
                name=(english and row.get("name_en")) or row["name"],
                maximum=Decimal(row["maximum"]),
                commune=_decimal(row["commune"]),
                district=_decimal(row["district"]),
                difference=_decimal(row["difference"]),
                reason=row["reason"],
                points_only=row["points_only"],
                last_year=_decimal(before.get(row["no"])),
            )
            for row in self.content["criteria"]
        ]

    @property
    def scale(self) -> Decimal:
        """The largest maximum: the whole width of a criterion's bar."""
        return max((criterion.maximum for criterion in self.criteria), default=Decimal(75))

    @cached_property
    def differing(self) -> list[Criterion]:
        """Criteria on which commune and district do not agree."""
        return [criterion for criterion in self.criteria if criterion.differs]

    @cached_property
    def agreeing(self) -> list[Criterion]:
        """The rest."""
        return [criterion for criterion in self.criteria if not criterion.differs]

    @property
    def folds(self) -> bool:
        """True when the criteria both agree on are folded away under one line."""
        return not self.self_scored and bool(self.differing) and len(self.agreeing) > 3

    @property
    def agreeing_points(self) -> Decimal:
        """The points of the criteria both agree on."""
        return sum((criterion.district or Decimal(0) for criterion in self.agreeing), Decimal(0))

    @property
    def agreeing_maximum(self) -> Decimal:
        """The most points these criteria can have."""
        return sum((criterion.maximum for criterion in self.agreeing), Decimal(0))

    @property
    def agreeing_last_year(self) -> Decimal:
        """Their points of the year before."""
        return sum((criterion.last_year or Decimal(0) for criterion in self.agreeing), Decimal(0))

    @property
    def points_only_numbers(self) -> str:
        """The criteria of which only points are public (R-PRV-2): "4, 5, 7"."""
        return ", ".join(str(criterion.no) for criterion in self.criteria if criterion.points_only)

    @property
    def last_year(self) -> int | None:
        """The year before, when it was published."""
        return self._before.year if self._before is not None else None

    @property
    def last_year_total(self) -> Decimal | None:
        """The total of the year before."""
        return self._before.total if self._before is not None else None

    @property
    def decision(self) -> dict | None:
        """The decision in force."""
        return self.content["decision"]

    @property
    def certificate(self) -> dict | None:
        """The certificate, while the recognition stands or after it was revoked."""
        return self.content["certificate"]

    @property
    def rewards(self) -> list[dict]:
        """Rewards that rest on this year."""
        return self.content["rewards"]

    @property
    def reason(self) -> str | None:
        """Why: the reason of a refusal, a return, a revocation or a closing."""
        if self.state not in EXPLAINED:
            return None
        return self.content["reason"] or (self.decision or {}).get("reason")

    @cached_property
    def messages(self) -> list[PublicMessage]:
        """Comments that were looked at, with their answers."""
        return [
            PublicMessage(
                criterion=told["criterion"],
                on=iso(told["on"]),
                text=told["text"],
                hidden_reason=told.get("hidden_reason"),
                points_only=bool(told.get("points_only")),
                answered=bool(told.get("answered", told["answer"])),
                answer=told["answer"],
                accepted=told["accepted"],
            )
            for told in (self._comments.told if self._comments else self.content["messages"])
        ]

    @property
    def window(self) -> dict | None:
        """The comment window with its days as dates, or None when none was opened."""
        told = self.content["window"]
        if told is None:
            return None
        counts = self._comments and {
            "received": self._comments.received,
            "answered": self._comments.answered,
        }
        return (
            told
            | (counts or {})
            | {
                "opens": iso(told["opens"]),
                "closes": iso(told["closes"]),
                "steps": [step_words(step) for step in told["steps"]],
            }
        )

    def window_is_open(self, today: date) -> bool:
        """True when a comment may be sent today."""
        window = self.window
        return bool(
            window and self.state == states.COMMUNE_ASSESSED and window["opens"] <= today <= window["closes"]
        )

    def timeline(self, today: date | None) -> list[dict]:
        """What happened and what is still to come, for the theme's timeline.

        Without a day as it was told on the day of publication: an earlier version never changes.
        """
        return timeline.entries(self, today or self.publication.published_on)

    @property
    def filed_on(self) -> date | None:
        """The day of the last filing."""
        filings = [entry["on"] for entry in self.content["timeline"] if entry["act"] == "submit"]
        return iso(filings[-1]) if filings else None

    @property
    def district_due(self) -> date:
        """The district's last day (R-CAL-3)."""
        return iso(self.content["campaign"]["district_due"])

    @property
    def councils(self) -> list[dict]:
        """The councils by office (R-PRV-3), the commune's first."""
        english = (get_language() or "").startswith("en")
        titles = {
            "commune": _("Assessment council of the commune"),
            "district": _("Review council of the district"),
        }
        return [
            {
                "title": titles[tier],
                "founded": _("Founded by %(number)s of %(day)s.")
                % {"number": council["number"], "day": day(council["on"])},
                "seats": [
                    {
                        "office": (english and seat.get("office_en")) or seat["office"],
                        "vacant": seat["vacant"],
                    }
                    for seat in council["seats"]
                ],
                "conclusion": self.content["conclusions"][tier],
            }
            for tier, council in self.content["councils"].items()
            if council
        ]

    @property
    def redactions(self) -> list[dict]:
        """What was taken out of this version or of an earlier one, with the decision that ordered it."""
        carried = self.content.get("left_out", [])
        told = [*carried, *self.publication.redactions.values()]
        return list({one["event"]: one for one in told}.values())

    @property
    def next_step(self) -> str:
        """What comes next and by when; empty when nothing does."""
        told = {"district": inside(self.publication.district_full_name), "day": day(self.district_due)}
        if self.state == states.COMMUNE_ASSESSED:
            return _("Next: %(district)s reviews the dossier, by %(day)s.") % told
        if self.state == states.DISTRICT_REVIEWED:
            return _("Next: the chair of %(district)s decides, by %(day)s.") % told
        if self.state == states.DRAFT:
            return _("Next: the commune completes its dossier and files again.")
        return ""
