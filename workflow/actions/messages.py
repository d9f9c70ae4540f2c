"""Citizens' comments: received without an account, moderated with a reason, answered once for duplicates."""

import secrets
from datetime import date

from portal.record import clock
from workflow.actions.certificates import ALPHABET
from workflow.actions.locking import locked
from workflow.actions.recorded import name_of, note, tell_public
from workflow.actions.refusals import refuse, undivided
from workflow.actions.rights import require
from workflow.models import Answer, Case, CommentWindow, Message
from workflow.models.states import COMMUNE_ASSESSED, DISTRICT_REVIEWED
from workflow.rules.facts import N_

TEXT_MAXIMUM = 4000
NO_WINDOW = N_("Comments on this result are not open today.")
EMPTY = N_("Write your comment.")
TOO_LONG = N_("Keep your comment under %(most)s characters; it has %(count)s.")
NO_CRITERION = N_("Choose one of the criteria, or the result as a whole.")
NO_REASON = N_("Write the reason: citizens read it in place of the comment.")
NO_ANSWER = N_("Write the answer.")
NOT_ADMISSIBLE = N_("Only an admissible comment is answered.")
NO_MESSAGE = N_("Tick the comments this answer is for.")
NOT_IN_FUTURE = N_("The day of the comment cannot lie ahead.")


# A result back with the commune or decided takes no comments, whatever days its window had.
COMMENTED = (COMMUNE_ASSESSED, DISTRICT_REVIEWED)


def open_window(case: Case, on: date | None = None) -> CommentWindow | None:
    """The comment window of a case that is open on a day, or None."""
    on = on or clock.today()
    if case.state not in COMMENTED:
        return None
    return (
        CommentWindow.objects.filter(case=case, replaced=False, opens__lte=on, closes__gte=on)
        .order_by("-pk")
        .first()
    )


def receive(
    case: Case,
    *,
    text: str,
    criterion: int | None = None,
    name: str = "",
    phone: str = "",
    channel: str = "web",
    received_on: date | None = None,
    entered_by=None,
) -> Message:
    """Take a comment on a provisional result and give it a tracking code.

    From the web the window must be open today. An officer enters paper and telephone comments
    (`channel` "paper" or "phone", `entered_by`) with the day they came. Raises Refused.
    """
    text = text.strip()
    on = received_on or clock.today()
    if not text:
        raise refuse("R-PRV-4", EMPTY, "text")
    if len(text) > TEXT_MAXIMUM:
        raise refuse("R-PRV-4", TOO_LONG, "text", most=TEXT_MAXIMUM, count=len(text))
    if criterion is not None and not case.scores.filter(criterion=criterion).exists():
        raise refuse("R-PRV-4", NO_CRITERION, "criterion")
    with undivided("record_paper_message", entered_by, case.pk):
        case = locked(case.pk)
        if entered_by is not None:
            require("record_paper_message", case, entered_by)
            if on > clock.today():
                raise refuse("R-PRV-4", NOT_IN_FUTURE, "received_on")
        window = open_window(case, on)
        if window is None and entered_by is None:
            raise refuse("R-OUT-1", NO_WINDOW)
        tell_public()
        return Message.objects.create(
            case=case,
            window=window,
            criterion=criterion,
            text=text,
            name=name.strip()[:150],
            phone=phone.strip()[:30],
            channel=channel,
            tracking_code=_new_code(),
            received_on=on,
            in_window=window is not None,
            entered_by=entered_by,
        )


def _new_code() -> str:
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
        code = f"{letters[:5]}-{letters[5:]}"
        if not Message.objects.filter(tracking_code=code).exists():
            return code


def moderate(message: Message, actor, *, admissible: bool, reason: str = "") -> Message:
    """Say whether a comment is admissible; if not, citizens read the reason in its place."""
    with undivided("moderate_message", actor, message.case_id):
        case = locked(message.case_id)
        permission = require("moderate_message", case, actor)
        (message,) = _locked(case, [message])
        if not admissible and not reason.strip():
            raise refuse("R-OUT-1", NO_REASON, "reason")
        message.admissible = admissible
        message.moderation_reason = "" if admissible else reason.strip()
        message.moderated_by_name = name_of(actor)
        message.save(update_fields=["admissible", "moderation_reason", "moderated_by_name"])
        payload = {"message": message.pk, "admissible": admissible}
        note("message.moderated", case, actor, permission, payload, {"reason": reason})
        tell_public()
    return message


def answer(messages: list[Message], actor, *, accepted: bool, text: str) -> Answer:
    """Answer one comment, or duplicates of one case together: accepted, or not accepted because …"""
    if not text.strip():
        raise refuse("R-OUT-1", NO_ANSWER, "text")
    if not messages:
        raise refuse("R-OUT-1", NO_MESSAGE, "messages")
    with undivided("answer_message", actor, messages[0].case_id):
        case = locked(messages[0].case_id)
        permission = require("answer_message", case, actor)
        waiting = _locked(case, messages)
        if len(waiting) != len(messages) or any(not message.admissible for message in waiting):
            raise refuse("R-OUT-1", NOT_ADMISSIBLE)
        given = Answer.objects.create(
            case=case,
            accepted=accepted,
            text=text.strip(),
            answered_by=actor,
            answered_by_name=name_of(actor),
        )
        for message in waiting:
            message.answer = given
            message.save(update_fields=["answer"])
            payload = {"message": message.pk, "accepted": accepted}
            note("message.answered", case, actor, permission, payload, {"text": text})
        tell_public()
    return given


def _locked(case: Case, messages: list[Message]) -> list[Message]:
    """These comments of the case, as they stand now; locked in one order, whoever asks for them."""
    asked = {message.pk for message in messages}
    return list(Message.objects.select_for_update().filter(case=case, pk__in=asked).order_by("pk"))
