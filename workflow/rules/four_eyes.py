"""Four eyes: who filed a case or sat for the commune does not judge that case (architecture, R-OPEN-1)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

from workflow.rules.facts import N_, Reason

# The acts that judge a commune's dossier.
JUDGING = ("review", "recognize", "decline", "reconsider", "reward", "revoke")

_REVIEWING = N_(
    "Whoever filed this case or sat on the commune's council does not review it. Ask a colleague."
)
_DECIDING = N_("Whoever filed this case or sat on the commune's council does not decide on it.")


def conflicts(
    action: str,
    actor_ids: Iterable[Hashable | None],
    commune_people_ids: Collection[Hashable],
    exception: str = "",
    *,
    fallback: bool = False,
) -> tuple[Reason, ...]:
    """Why these people (actor and signatory; None is nobody) may not do this act on this case.

    `commune_people_ids`: who signed or recorded the filing, and who holds a seat of the commune's council.
    With `fallback` the act stands in for an office that is too small and needs `exception`, a reason that
    is published; it lifts nobody's own conflict.
    """
    if action not in JUDGING:
        return ()
    reasons = []
    if any(person is not None and person in commune_people_ids for person in actor_ids):
        reasons.append(
            Reason("R-EYES", _REVIEWING if action == "review" else _DECIDING, {"action": action}, "four_eyes")
        )
    if fallback and not exception.strip():
        reasons.append(
            Reason(
                "R-EYES",
                N_("Write why the province's officer acts for the district. The reason is published."),
                {},
                "exception_reason",
            )
        )
    return tuple(reasons)


def fallback_open(office_ids: Collection[Hashable], commune_people_ids: Collection[Hashable]) -> bool:
    """Whether the next tier's officer may step in: the office has officers, and each of them is barred."""
    return bool(office_ids) and all(person in commune_people_ids for person in office_ids)


def fallback_refused() -> Reason:
    """Why the next tier's officer may not step in while somebody of the district's office is free to act."""
    return Reason(
        "R-EYES",
        N_("The district has an officer who may review this case, so the province does not step in."),
        {},
        "four_eyes",
    )
