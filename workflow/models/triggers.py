"""Database triggers behind the door, on both engines; each reads only its own row."""

from portal.record.triggers import Trigger, append_only, guard_columns, no_delete, refuse, register

_BORN = "a case is born as draft"
_MOVE = "a case moves only together with its head event"
_LOCK = "points are locked once filed or reviewed"
_FIXED = "a fixed version of a regulation stays as it is"


def _locked(side: str) -> Trigger:
    return refuse(
        f"workflow_score_{side}_locked",
        "workflow_score",
        "UPDATE",
        when=f"NEW.{side}_locked AND OLD.{side}_locked AND "
        f"(NEW.{side}_points {{differs}} OLD.{side}_points"
        f" OR NEW.{side}_numerator {{differs}} OLD.{side}_numerator"
        f" OR NEW.{side}_denominator {{differs}} OLD.{side}_denominator)",
        message=_LOCK,
    )


def register_triggers() -> None:
    """Tell the record which triggers must stand on the workflow's tables."""
    register(
        refuse(
            "workflow_case_born_as_draft",
            "workflow_case",
            "INSERT",
            when="NEW.state <> 'draft'",
            message=_BORN,
        ),
        refuse(
            "workflow_case_moves_with_event",
            "workflow_case",
            "UPDATE",
            when="NEW.state <> OLD.state AND "
            "(NEW.head_event IS NULL OR NEW.head_event <= COALESCE(OLD.head_event, 0))",
            message=_MOVE,
        ),
        _locked("commune"),
        _locked("district"),
        *append_only("workflow_act"),
        *append_only("workflow_scorerevision"),
        refuse(
            "workflow_regulation_fixed",
            "workflow_regulationversion",
            "UPDATE",
            when="OLD.fixed_at IS NOT NULL AND (NEW.text {differs} OLD.text"
            " OR NEW.digest {differs} OLD.digest"
            " OR NEW.code {differs} OLD.code OR NEW.version {differs} OLD.version"
            " OR NEW.fixed_at {differs} OLD.fixed_at)",
            message=_FIXED,
        ),
        *no_delete("workflow_regulationversion"),
        *guard_columns("workflow_campaign", ("regulation", "regulation_version")),
        # What was decided, seen, said and answered stays; a correction is a row or a version of its own.
        *no_delete("workflow_decision"),
        *no_delete("workflow_recognition"),
        *no_delete("workflow_reward"),
        *no_delete("workflow_finding"),
        *no_delete("workflow_answer"),
        *guard_columns("workflow_decision", ("issuer_id", "kind", "number", "signed_on")),
        *guard_columns("workflow_recognition", ("unit_id", "sequence", "year", "decision_id")),
        *guard_columns("workflow_finding", ("case_id", "body_id", "criterion", "doubted", "text", "seen_on")),
        *guard_columns("workflow_message", ("case_id", "received_at", "in_window")),
    )
