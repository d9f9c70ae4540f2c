"""The public words of a case's states, and which groups of states the public counts."""

from django.utils.translation import gettext_lazy as _

DRAFT = "draft"
COMMUNE_ASSESSED = "commune_assessed"
DISTRICT_REVIEWED = "district_reviewed"
RECOGNIZED = "recognized"
REWARDED = "rewarded"
NOT_RECOGNIZED = "not_recognized"
REVOKED = "revoked"
NOT_FILED = "not_filed"

# In the order a reader meets them: what was decided first, then what still goes on.
ORDER = (
    RECOGNIZED,
    REWARDED,
    NOT_RECOGNIZED,
    REVOKED,
    NOT_FILED,
    DISTRICT_REVIEWED,
    COMMUNE_ASSESSED,
    DRAFT,
)
MET = frozenset({RECOGNIZED, REWARDED})
RUNNING = frozenset({DRAFT, COMMUNE_ASSESSED, DISTRICT_REVIEWED})

NAMES = {
    DRAFT: _("Being assessed"),
    COMMUNE_ASSESSED: _("Open for comments"),
    DISTRICT_REVIEWED: _("Waiting for the decision"),
    RECOGNIZED: _("Met – recognised"),
    REWARDED: _("Met – rewarded"),
    NOT_RECOGNIZED: _("Not recognised"),
    REVOKED: _("Revoked"),
    NOT_FILED: _("No dossier filed"),
}
