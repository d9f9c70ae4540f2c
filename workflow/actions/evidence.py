"""Files that show why a criterion has its points (R-COM-3)."""

from portal.record.models import StoredFile
from workflow.actions.recorded import name_of, note
from workflow.actions.refusals import refuse, undivided
from workflow.actions.rights import require
from workflow.models import Case, Evidence, Score
from workflow.rules.facts import N_

NAME_MAXIMUM = 200
NO_FILE = N_("Attach the file.")


def add(case: Case, criterion: int, actor, *, file: StoredFile, name: str = "") -> Evidence:
    """Lay a stored file beside a criterion's points. Raises Refused, or Score.DoesNotExist."""
    if file is None:
        raise refuse("R-COM-3", NO_FILE, "file")
    with undivided("score_commune", actor, case.pk):
        case = Case.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=case.pk)
        permission = require("score_commune", case, actor)
        score = Score.objects.get(case=case, criterion=criterion)
        evidence = Evidence.objects.create(
            score=score,
            file=file,
            name=(name.strip() or file.name)[:NAME_MAXIMUM],
            added_by=actor,
            added_by_name=name_of(actor),
        )
        payload = {"criterion": criterion, "file": file.digest}
        note("evidence.added", case, actor, permission, payload)
    return evidence


def remove(evidence: Evidence, actor) -> None:
    """Take a file out of a criterion's evidence while the dossier is being written; the record keeps that it
    was there. Raises Refused."""
    with undivided("score_commune", actor, evidence.score.case_id):
        case = Case.objects.select_for_update(of=("self",)).select_related("campaign")
        case = case.get(pk=evidence.score.case_id)
        permission = require("score_commune", case, actor)
        payload = {"criterion": evidence.score.criterion, "file": evidence.file.digest}
        evidence.delete()
        note("evidence.removed", case, actor, permission, payload)
