"""Comments on the result that holds now, read from the officials' tables as soon as they are looked at.

A publication is made by an act and tells what was known then; between acts people still write and the
council still answers. What is told is the whitelist of `workflow.snapshot.comments`: never a name or a
telephone number, which are not even read here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from public.models.publication import Publication
from workflow import snapshot
from workflow.models import Message

_WHITELIST = (
    "case",
    "criterion",
    "text",
    "received_at",
    "received_on",
    "in_window",
    "admissible",
    "moderation_reason",
    "answer__text",
    "answer__accepted",
)
_WORDS = ("text", "answer", "hidden_reason")


@dataclass(frozen=True)
class Comments:
    """Comments as the public reads them; `received` and `answered` count those of the window."""

    told: list[dict]
    received: int
    answered: int


def comments_of(current: Publication, versions: Iterable[Publication]) -> Comments:
    """The comments on a result; one query. `versions` are its publications, with their redactions."""
    messages = list(Message.objects.filter(case=current.case_id).select_related("answer").only(*_WHITELIST))
    taken_out = {
        source
        for version in versions
        for redaction in version.redactions.values()
        for source in redaction["sources"]
    }
    points_only = {row["no"] for row in current.content["criteria"] if row["points_only"]}
    in_window = [message for message in messages if message.in_window]
    return Comments(
        told=[_without(told, taken_out) for told in snapshot.comments(messages, points_only)],
        received=len(in_window),
        answered=sum(message.answer_id is not None for message in in_window),
    )


def _without(told: dict, taken_out: set[str]) -> dict:
    """A comment without the words a decision took out of a publication."""
    gone = [key for key in _WORDS if f"message:{told['id']}:{key}" in taken_out]
    return told | dict.fromkeys(gone)
