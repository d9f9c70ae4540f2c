"""A province's own forms of papers: taken into use, given up, and the grounds its papers open with."""

from django.db.models import Max

from portal.record import clock
from portal.record.models import StoredFile
from portal.units.models import Unit
from workflow.actions.recorded import name_of, note_of_unit
from workflow.actions.refusals import Refused, undivided
from workflow.actions.rights import may_at
from workflow.models import PaperBasis, PaperTemplate
from workflow.rules.policy import NO_CASE, Permission, Places

WORK = "edit_templates"


def permission(province_id: int, user) -> Permission:
    """Who may change the province's forms."""
    return may_at(WORK, user, Places(province=province_id), NO_CASE)


def take(province: Unit, kind: str, file: StoredFile, actor) -> PaperTemplate:
    """Use this file, already checked, for a kind from now on; the one before stays on record.

    Raises Refused.
    """
    with undivided(WORK, actor):
        answer = _required(province, actor)
        rows = _locked(province, kind)
        rows.filter(in_use=True).update(in_use=False)
        last = rows.aggregate(last=Max("version"))["last"] or 0
        made = PaperTemplate.objects.create(
            province=province,
            kind=kind,
            version=last + 1,
            file=file,
            added_by=actor,
            added_by_name=name_of(actor),
        )
        payload = {"kind": kind, "version": made.version, "file": file.digest}
        note_of_unit("paper_template.taken", province, actor, answer, payload)
    return made


def give_up(province: Unit, kind: str, actor) -> None:
    """Go back to the template that ships. Raises Refused; nothing happens where none is in use."""
    with undivided(WORK, actor):
        answer = _required(province, actor)
        for former in _locked(province, kind).filter(in_use=True).select_related("file"):
            PaperTemplate.objects.filter(pk=former.pk).update(in_use=False)
            payload = {"kind": kind, "version": former.version, "file": former.file.digest}
            note_of_unit("paper_template.given_up", province, actor, answer, payload)


def write_basis(province: Unit, lines: str, actor) -> PaperBasis:
    """The grounds every paper of the province opens with, one a line. Raises Refused."""
    with undivided(WORK, actor):
        answer = _required(province, actor)
        Unit.objects.select_for_update().get(pk=province.pk)
        told = "\n".join(line.strip() for line in lines.splitlines() if line.strip())
        kept, _created = PaperBasis.objects.update_or_create(
            province=province,
            defaults={"lines": told, "saved_at": clock.now(), "saved_by_name": name_of(actor)},
        )
        payload = {"lines": len(told.splitlines())}
        note_of_unit("paper_basis.written", province, actor, answer, payload, {"lines": told})
    return kept


def _required(province: Unit, actor) -> Permission:
    answer = permission(province.pk, actor)
    if not answer.allowed:
        raise Refused([answer.why])
    return answer


def _locked(province: Unit, kind: str):
    """The rows of a kind, with the province locked so that two uploads take two versions."""
    Unit.objects.select_for_update().get(pk=province.pk)
    return PaperTemplate.objects.filter(province=province, kind=kind)
