"""Who may do what, told from the policy that is enforced: a table, and the life of a case as a drawing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from public import addresses, states
from public.deadlines import deadlines
from public.diagram import Diagram, life_of_a_case
from workflow.rules import policy

# Columns in the order of the tiers; the public comes last.
ROLE_COLUMNS = (
    (policy.COMMUNE_OFFICER, gettext_lazy("Commune officer")),
    (policy.COMMUNE_CHAIR, gettext_lazy("Commune chair")),
    (policy.DISTRICT_OFFICER, gettext_lazy("District Labour office")),
    (policy.DISTRICT_CHAIR, gettext_lazy("District chair")),
    (policy.PROVINCE_OFFICER, gettext_lazy("Provincial Labour department")),
    (policy.PROVINCE_CHAIR, gettext_lazy("Province chair")),
    (policy.SUPERVISOR, gettext_lazy("Supervising departments")),
    (policy.ADMINISTRATOR, gettext_lazy("Administrator")),
    ("public", gettext_lazy("Everyone")),
)

# What the public may do itself; not a grant, so not a row of the policy.
COMMENT = "comment"

GROUPS = (
    (gettext_lazy("The year"), (
        "edit_regulation", "edit_templates", "open_campaign", "confirm_class", "record_report",
        "switch_notices", "close",
    )),
    (gettext_lazy("Commune"), ("score_commune", "prepare_commune", "submit")),
    (gettext_lazy("Comments and supervision"), (
        COMMENT, "record_paper_message", "moderate_message", "answer_message",
        "record_finding", "read_finding",
    )),
    (gettext_lazy("District"), (
        "remind", "score_district", "prepare_district", "return", "review", "reopen", "recognize", "decline",
    )),
    (gettext_lazy("Rewards"), ("prepare_reward", "reward:3", "reward:5")),
    (gettext_lazy("Afterwards"), ("reconsider", "revoke")),
)  # fmt: skip

NAMES = {
    "open_campaign": gettext_lazy("Open the year"),
    "edit_regulation": gettext_lazy("Write new versions of a regulation; years already open keep theirs"),
    "edit_templates": gettext_lazy("Keep the forms of the papers"),
    "confirm_class": gettext_lazy("Confirm the commune's class, which sets its threshold"),
    "record_report": gettext_lazy("Record the year's report to the tier above"),
    "switch_notices": gettext_lazy("Say what one's own unit is told of"),
    "close": gettext_lazy("Close the year and record who filed nothing"),
    "score_commune": gettext_lazy("Score the 15 criteria of the commune"),
    "prepare_commune": gettext_lazy("Prepare council, minutes and papers of the commune"),
    "submit": gettext_lazy("Sign and file the dossier"),
    COMMENT: gettext_lazy("Comment while comments are open"),
    "record_paper_message": gettext_lazy("Enter comments that came on paper or by telephone"),
    "moderate_message": gettext_lazy("Say which comments can be published"),
    "answer_message": gettext_lazy("Answer comments"),
    "record_finding": gettext_lazy("Record what supervision found, for one's own criteria"),
    "read_finding": gettext_lazy("Mark findings as read"),
    "remind": gettext_lazy("Remind a commune that has not filed"),
    "score_district": gettext_lazy("Score each criterion again"),
    "prepare_district": gettext_lazy("Prepare council, minutes and papers of the district"),
    "return": gettext_lazy("Send the dossier back to the commune"),
    "review": gettext_lazy("Finish the review"),
    "reopen": gettext_lazy("Take up the review again"),
    "recognize": gettext_lazy("Recognise"),
    "decline": gettext_lazy("Not recognise"),
    "prepare_reward": gettext_lazy("Prepare a reward"),
    "reward:3": gettext_lazy("Reward three years running"),
    "reward:5": gettext_lazy("Reward five years running"),
    "reconsider": gettext_lazy("Reconsider a refusal"),
    "revoke": gettext_lazy("Revoke a recognition"),
}
_SCORING = {"score_commune", "score_district"}


@dataclass(frozen=True)
class Cell:
    """What one role may do of one task: decide, record, work, stand in, comment; an empty kind reads."""

    kind: str
    column: str

    @property
    def word(self) -> str:
        """The word in the cell; empty when the role only reads."""
        return {
            policy.DECIDE: _("Decides"),
            policy.RECORD: _("Records from the signed paper"),
            policy.WORK: _("Does it"),
            "score": _("Scores"),
            "fallback": _("In place of the district, with a published reason"),
            "comment": _("Comments"),
            "": "",
        }[self.kind]

    @property
    def icon(self) -> str:
        """The icon before the word."""
        return {policy.DECIDE: "tick", policy.RECORD: "paper", "comment": "speech", "fallback": "eye"}.get(
            self.kind, "pencil"
        )

    @property
    def strong(self) -> bool:
        """True where the role decides."""
        return self.kind in (policy.DECIDE, "comment")


@dataclass(frozen=True)
class Line:
    """One task, what every role may do of it, and when."""

    name: str
    when: str
    outside_plan: bool
    cells: tuple[Cell, ...]

    @property
    def doers(self) -> list[Cell]:
        """The cells that say something, deciders first."""
        return sorted((cell for cell in self.cells if cell.kind), key=lambda cell: not cell.strong)


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    name: str
    lines: tuple[Line, ...]


def _kind(action: str, role: str, rules: tuple[policy.Rule, ...]) -> str:
    if action == COMMENT:
        return "comment" if role == "public" else ""
    found = [rule for rule in rules if rule.role == role]
    if not found:
        return ""
    if all(rule.fallback for rule in found):
        return "fallback"
    mode = found[0].mode
    return "score" if mode == policy.WORK and action in _SCORING else mode


def _line(key: str) -> Line:
    action, _colon, level = key.partition(":")
    rules = (
        ()
        if action == COMMENT
        else policy.rules_for(action, level=int(level) if level else None, fallback=True)
    )
    found = [state for rule in rules for state in rule.states if state in states.NAMES]
    when = (states.COMMUNE_ASSESSED,) if action == COMMENT else tuple(dict.fromkeys(found))
    act = policy.ACT.get(action)
    return Line(
        name=str(NAMES[key]),
        when=", ".join(str(states.NAMES[state]) for state in when),
        outside_plan=bool(act and act.outside_plan) or action == COMMENT,
        cells=tuple(Cell(_kind(action, role, rules), str(title)) for role, title in ROLE_COLUMNS),
    )


def table() -> list[Group]:
    """The permission table. Every action of the policy stands in exactly one group (held by a test)."""
    return [Group(str(name), tuple(_line(key) for key in keys)) for name, keys in GROUPS]


@dataclass(frozen=True)
class Step:
    """One arrow of the life of a case, in words."""

    source: str
    action: str
    target: str
    who: str


def steps() -> list[Step]:
    """The text twin of the drawing: every act that moves a case."""
    titles = dict(ROLE_COLUMNS)
    found = []
    for act in policy.ACTS:
        if act.target is None or act.action == "open_campaign":
            continue
        deciders = dict.fromkeys(
            str(titles[rule.role]) for rule in policy.rules_for(act.action) if rule.mode == policy.DECIDE
        )
        name = NAMES.get(act.action) or _("Reward")
        found.append(
            Step(
                ", ".join(str(states.NAMES[state]) for state in act.sources),
                str(name),
                str(states.NAMES[act.target]),
                ", ".join(deciders),
            )
        )
    return found


def context() -> dict:
    """Everything `/quy-trinh/` shows."""
    diagram: Diagram = life_of_a_case()
    return {
        "columns": [title for _role, title in ROLE_COLUMNS],
        "groups": table(),
        "steps": steps(),
        "diagram": diagram,
        "deadlines": deadlines(),
        "breadcrumbs": [(_("Home"), addresses.home_address()), (_("Process"), "")],
    }
