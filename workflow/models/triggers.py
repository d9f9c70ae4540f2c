"""Database triggers behind the door, on both engines; each reads only its own row."""

from portal.record.triggers import Trigger, append_only, guard_columns, no_delete, refuse, register

_BORN = "a case is born as draft"
_MOVE = "a case moves only together with its head event"
_LOCK = "points are locked once filed or reviewed"
_KEPT = (
    "workflow_case",
    "workflow_commentwindow",
    "workflow_message",
    "workflow_answer",
    "workflow_finding",
    "workflow_paper",
    "workflow_decision",
    "workflow_recognition",
    "workflow_reward",
)
_FIXED_COLUMNS = {
    "workflow_case": ("campaign_id", "commune_id", "illustrative"),
    "workflow_message": ("case_id", "received_at", "received_on", "in_window", "tracking_code"),
    "workflow_answer": ("case_id", "accepted", "text", "answered_at"),
    "workflow_finding": ("case_id", "body_id", "criterion", "doubted", "text", "seen_on"),
    "workflow_paper": ("campaign_id", "unit_id", "case_id", "kind", "version"),
    "workflow_decision": (
        "issuer_id",
        "kind",
        "purpose",
        "number",
        "year",
        "signed_on",
        "signatory_name",
        "signatory_post",
        "sign_form",
        "illustrative",
    ),
    "workflow_recognition": (
        "unit_id",
        "sequence",
        "year",
        "source",
        "decision_id",
        "certificate_number",
        "certificate_code",
        "illustrative",
    ),
    "workflow_reward": ("case_id", "unit_id", "level", "decision_id", "illustrative"),
}
_FIXED = "a fixed version of a regulation stays as it is"


def _locked(side: str) -> Trigger:
    return refuse(
        f"workflow_score_{side}_locked",
        "workflow_score",
        "UPDATE",
        when=f"OLD.{side}_locked AND NEW.{side}_points {{differs}} OLD.{side}_points",
        message=_LOCK,
    )


def _kept_once_set(table: str, column: str) -> Trigger:
    """The column is filled once and never changes or empties after that."""
    return refuse(
        f"{table}_{column}_once",
        table,
        "UPDATE",
        when=f"OLD.{column} IS NOT NULL AND NEW.{column} {{differs}} OLD.{column}",
        message=f"{column} of {table} is filled once",
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
        *(guard for table in _KEPT for guard in no_delete(table)),
        *(guard for table, columns in _FIXED_COLUMNS.items() for guard in guard_columns(table, columns)),
        _kept_once_set("workflow_recognition", "revoked_on"),
        _kept_once_set("workflow_recognition", "revoked_by_id"),
        _kept_once_set("workflow_campaign", "closed_at"),
    )
