"""What can be printed of a district's year: founding, proposals, reports, minutes."""

from collections.abc import Iterable

from portal.record import clock
from workflow.documents.papers import signing
from workflow.documents.papers.kinds import FOUNDING_DISTRICT
from workflow.models import Paper, Sitting
from workflow.rules import papers as filed
from workflow.rules import roles
from workflow.workspace.prints import links
from workflow.workspace.reach import UnitYear

DRAFTED = (
    filed.TO_TRINH_HOI_DONG,
    FOUNDING_DISTRICT,
    filed.BAO_CAO_THAM_DINH,
    filed.TO_TRINH_CONG_NHAN,
    filed.QUYET_DINH_CONG_NHAN,
)


def prints_of_district(place: UnitYear, papers: Iterable[Paper], signer: str) -> dict:
    """For the page of a district's papers: drafts, minutes by sitting, papers on record, who signs."""
    sittings = Sitting.objects.filter(council__campaign=place.campaign, council__unit=place.unit)
    minuted = {sitting.minutes_id: sitting for sitting in sittings}
    on_record = {}
    for paper in papers:
        if paper.kind in DRAFTED:
            on_record[paper.pk] = links.of_district(place, paper.kind, paper=paper, signer=signer)
        elif paper.pk in minuted:
            on_record[paper.pk] = links.of_sitting(minuted[paper.pk], paper.kind)
    today = clock.today()
    held = [
        grant
        for role in (roles.DISTRICT_CHAIR, roles.DISTRICT_OFFICER)
        for grant in signing.candidates(role, place.unit.pk, today)
    ]
    return {
        "drafts": [links.of_district(place, kind, signer=signer) for kind in DRAFTED],
        "minutes": [(sitting, links.of_sitting(sitting, filed.BIEN_BAN_HUYEN)) for sitting in sittings],
        "prints": on_record,
        "signers": links.signers(held, signer),
    }
