"""Versions of regulations: copied into a draft, written, fixed. What is fixed never changes again.

An administrator does it and decides no case by it: a year opens under a fixed version only, by the
province's word, and keeps that version.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from portal.record import clock, events
from workflow.actions.recorded import name_of
from workflow.actions.refusals import Refused, refuse, undivided
from workflow.actions.rights import may_at
from workflow.models import RegulationVersion
from workflow.models.regulations import SHIPPED, ships
from workflow.regulations import loader
from workflow.regulations.differences import differences
from workflow.regulations.model import Regulation
from workflow.regulations.writing import with_criterion
from workflow.rules.facts import N_
from workflow.rules.policy import NO_CASE, Permission, Places

WORK = "edit_regulation"
RULE = "R-REG"
LONGEST = 400_000  # characters of a data file
NO_PURPOSE = N_("Write why a new version is made.")
ONE_DRAFT = N_("A draft of this regulation is being written already. Go on with that one.")
OVERTAKEN = N_("%(who)s saved this draft meanwhile. Look at it again; nothing was overwritten.")
OTHER_CODE = N_("The code stays %(code)s: a version belongs to one regulation.")
NOT_A_DRAFT = N_("This version is fixed and stays as it is. Make a new version from it.")
TOO_LONG = N_("The text is longer than %(most)s characters.")


def may_edit(user) -> Permission:
    """Whether a person writes regulations today."""
    return may_at(WORK, user, Places(), NO_CASE)


def text_of(code: str, version: int) -> str:
    """The data file of a version; KeyError when there is none."""
    if version == SHIPPED and ships(code):
        return loader.source(code)
    found = RegulationVersion.objects.filter(code=code, version=version)
    text = found.values_list("text", flat=True).first()
    if text is None:
        raise KeyError(f"{code} v{version}")
    return text


def start(code: str, based_on: int, actor, *, purpose: str) -> RegulationVersion:
    """A new draft that begins as a copy of a version. Raises Refused, KeyError for an unknown version."""
    purpose = purpose.strip()
    try:
        with undivided(WORK, actor):
            _require(actor)
            if not purpose:
                raise refuse(RULE, NO_PURPOSE, "purpose")
            text = text_of(code, based_on)
            if RegulationVersion.objects.drafts().filter(code=code).exists():
                raise refuse(RULE, ONE_DRAFT, "purpose")
            last = RegulationVersion.objects.filter(code=code).order_by("-version").first()
            draft = RegulationVersion.objects.create(
                code=code,
                version=(last.version if last else SHIPPED) + 1,
                text=text,
                digest=_digest(text),
                purpose=purpose[:300],
                based_on=based_on,
                created_by=actor,
                created_by_name=name_of(actor),
                saved_by_name=name_of(actor),
            )
            _note("regulation.drafted", draft, actor, {"based_on": based_on}, {"purpose": purpose})
        return draft
    except IntegrityError:
        raise refuse(RULE, ONE_DRAFT, "purpose") from None


def write(draft: RegulationVersion, actor, *, text: str, seen: int) -> RegulationVersion:
    """Save the whole text of a draft; `seen` is the edition the editor saw.

    Raises RegulationRefused (line, reason) when the text does not hold together, Refused when the version
    is fixed, somebody saved meanwhile, or the code is another one. Nothing is written then.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise refuse(RULE, TOO_LONG, "text", most=LONGEST)
    new = loader.parse(text, str(draft))
    with undivided(WORK, actor):
        draft = _hold(draft, actor, seen)
        if new.code != draft.code:
            raise refuse(RULE, OTHER_CODE, "text", code=draft.code)
        changes = differences(loader.parse(draft.text, str(draft)), new)
        if draft.text == text:
            return draft
        before, draft.text, draft.digest = draft.digest, text, _digest(text)
        draft.edition, draft.saved_at, draft.saved_by_name = draft.edition + 1, clock.now(), name_of(actor)
        draft.save(update_fields=["text", "digest", "edition", "saved_at", "saved_by_name"])
        places = [f"{'' if one.criterion is None else one.criterion}:{one.field}" for one in changes]
        payload = {"edition": draft.edition, "from": before, "places": places}
        told = [[one.criterion, one.field, str(one.old), str(one.new)] for one in changes]
        texts = {"changes": json.dumps(told, ensure_ascii=False)} if told else {}
        _note("regulation.written", draft, actor, payload, texts)
    return draft


def write_criterion(
    draft: RegulationVersion, actor, *, no: int, values: Mapping[str, Any], seen: int
) -> RegulationVersion:
    """Save one criterion of a draft, the rest of its text as it is. Raises like `write`, KeyError for an
    unknown criterion."""
    return write(draft, actor, text=with_criterion(draft.text, no, values), seen=seen)


def fix(draft: RegulationVersion, actor, *, seen: int) -> RegulationVersion:
    """Fix a draft: from now on it can open years and never changes. Raises Refused."""
    with undivided(WORK, actor):
        draft = _hold(draft, actor, seen)
        draft.fixed_at, draft.fixed_by_name = clock.now(), name_of(actor)
        draft.save(update_fields=["fixed_at", "fixed_by_name"])
        _note("regulation.fixed", draft, actor, {"edition": draft.edition}, {})
    return draft


def usable() -> list[tuple[int, Regulation]]:
    """Versions a year may be opened under, fit or not, with what they say; oldest regulation first."""
    found = [(SHIPPED, regulation) for regulation in loader.all_regulations()]
    fixed = RegulationVersion.objects.fixed()
    found += [(one.version, loader.parse(one.text, str(one))) for one in fixed]
    return sorted(found, key=lambda pair: (pair[1].issued_on, pair[1].code, pair[0]))


def _require(actor) -> None:
    answer = may_edit(actor)
    if not answer.allowed:
        raise Refused([answer.why])


def _hold(draft: RegulationVersion, actor, seen: int) -> RegulationVersion:
    """The draft as it stands now, locked until the transaction ends. Raises Refused."""
    _require(actor)
    held = RegulationVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if held.fixed_at is not None:
        raise refuse(RULE, NOT_A_DRAFT, "text")
    if held.edition != seen:
        raise refuse(RULE, OVERTAKEN, "text", who=held.saved_by_name)
    return held


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _note(action: str, draft: RegulationVersion, actor, payload: dict, texts: dict) -> None:
    holding = may_edit(actor).holding
    events.append(
        action,
        actor=events.Actor(actor.pk, name_of(actor), holding.role),
        subject=events.Subject("regulation", draft.pk, draft.code, str(draft)),
        payload={"version": draft.version, "digest": draft.digest, **payload},
        texts=texts or None,
    )
