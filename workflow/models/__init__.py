"""Tables of the workflow, one noun a file."""

from .acts import Act, Refusal
from .campaign import Campaign
from .case import Case
from .councils import Attendance, Conclusion, Council, Opinion, Seat, Sitting
from .findings import Correction, Finding, FindingRead
from .messages import Answer, CommentWindow, Message
from .notices import (
    CalendarFeed,
    CommentTold,
    Digest,
    NoticeSwitch,
    RelayCursor,
    Reminder,
    YearReport,
)
from .paper_templates import PaperBasis, PaperTemplate
from .papers import Decision, Paper
from .recognitions import CertificateRegister, Recognition, Reward
from .regulations import RegulationVersion
from .scores import Evidence, Score, ScoreRevision

__all__ = [
    "Act",
    "Answer",
    "Attendance",
    "CalendarFeed",
    "Campaign",
    "Case",
    "CertificateRegister",
    "CommentTold",
    "CommentWindow",
    "Conclusion",
    "Correction",
    "Council",
    "Decision",
    "Digest",
    "Evidence",
    "Finding",
    "FindingRead",
    "Message",
    "NoticeSwitch",
    "Opinion",
    "Paper",
    "PaperBasis",
    "PaperTemplate",
    "Recognition",
    "Refusal",
    "RegulationVersion",
    "RelayCursor",
    "Reminder",
    "Reward",
    "Score",
    "ScoreRevision",
    "Seat",
    "Sitting",
    "YearReport",
]
