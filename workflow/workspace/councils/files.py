"""The scan of a council's founding decision, for those who read the council."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.record import files
from workflow.models import Council
from workflow.rules import seats
from workflow.workspace.reach import cases_for, reads_unit


def council_file(request, pk: int):
    """The founding decision as a download."""
    council = get_object_or_404(Council.objects.select_related("file", "campaign"), pk=pk)
    unit = "reviewing_unit" if council.tier == seats.DISTRICT_COUNCIL else "assessing_unit"
    own = cases_for(request.user).filter(campaign=council.campaign, **{unit: council.unit_id})
    whole = reads_unit(request.user, council.unit_id, council.campaign.province_id)
    if council.file is None or not (whole or own.exists()):
        raise Http404
    return files.response(council.file)
