"""The states of a case. ASCII constants; labels never drive logic."""

DRAFT = "draft"
COMMUNE_ASSESSED = "commune_assessed"
DISTRICT_REVIEWED = "district_reviewed"
RECOGNIZED = "recognized"
REWARDED = "rewarded"
NOT_RECOGNIZED = "not_recognized"
REVOKED = "revoked"
NOT_FILED = "not_filed"

ALL = (
    DRAFT,
    COMMUNE_ASSESSED,
    DISTRICT_REVIEWED,
    RECOGNIZED,
    REWARDED,
    NOT_RECOGNIZED,
    REVOKED,
    NOT_FILED,
)
OPEN = (DRAFT, COMMUNE_ASSESSED, DISTRICT_REVIEWED)
MET = (RECOGNIZED, REWARDED)
