"""Bringing in a district's people from a list: every line is checked, then all or the good ones saved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from portal.people import access, grants, newcomers, posts, roles
from portal.people.models import Access, Grant, User
from portal.people.objections import AppointmentRefused
from portal.people.people_file import FORMULA, Line
from portal.record import clock
from portal.units import names, tree
from portal.units.models import UnitSpan

# What the column of posts may say, folded → (role, deputy).
POSTS: Final = {
    "chu tich": (roles.COMMUNE_CHAIR, False),
    "chu tich ubnd": (roles.COMMUNE_CHAIR, False),
    "chu tich xa": (roles.COMMUNE_CHAIR, False),
    "pho chu tich": (roles.COMMUNE_CHAIR, True),
    "pho chu tich ubnd": (roles.COMMUNE_CHAIR, True),
    "can bo": (roles.COMMUNE_OFFICER, False),
    "cong chuc": (roles.COMMUNE_OFFICER, False),
    "cong chuc van hoa xa hoi": (roles.COMMUNE_OFFICER, False),
    "thanh vien": (roles.COMMUNE_MEMBER, False),
    "thanh vien hoi dong": (roles.COMMUNE_MEMBER, False),
}
DAYS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass
class Planned:
    """A line as it would be carried out, or what is wrong with it."""

    line: Line
    errors: list[str] = field(default_factory=list)
    person: User | None = None
    terms: dict = field(default_factory=dict)
    post: str = ""

    @property
    def is_new(self) -> bool:
        return self.person is not None and self.person.pk is None


@dataclass(frozen=True)
class Brought:
    """What became of a line: the person, the code to print where one was made, or why it was refused."""

    planned: Planned
    issued: access.Issued | None = None
    errors: tuple[str, ...] = ()


class Known:
    """Who and what is there already, asked once for all lines."""

    def __init__(self, district, by: User):
        today = clock.today()
        self.by, self.today = by, today
        self.spans: dict[str, UnitSpan] = {span.code: span for span in tree.children_at(district, today)}
        self.people = {user.username.lower(): user for user in User.objects.all()}
        self.emails = {user.email.lower() for user in self.people.values() if user.email}
        self.taken = set(self.people)
        self.seen: dict[str, User] = {}
        self.rights: set[tuple] = set()


def plan(lines: Iterable[Line], district, by: User) -> list[Planned]:
    """Every line with the person and right it names, or all that is wrong with it. Nothing is written."""
    known = Known(district, by)
    return [_planned(line, known) for line in lines]


def _planned(line: Line, known: Known) -> Planned:
    found = Planned(line)
    cells = line.cells
    formula = [value for value in cells.values() if value.startswith(FORMULA)]
    if formula:
        found.errors.append(_("A cell begins with = + - or @: write plain text."))
        return found
    span = known.spans.get(cells["unit"].removesuffix(".0"))
    if span is None:
        found.errors.append(_("“%(code)s” is no unit of this district.") % {"code": cells["unit"][:40]})
    role, deputy = POSTS.get(names.fold(cells["role"]), ("", False))
    if not role:
        message = _("“%(post)s” is no post here. Known: Chủ tịch, Phó Chủ tịch, Cán bộ, Thành viên.")
        found.errors.append(message % {"post": cells["role"][:40]})
    first = _day(cells.get("valid_from", ""), found) or known.today
    last = _day(cells.get("valid_until", ""), found)
    if not cells["decision"]:
        found.errors.append(_("Name the decision: its number and date."))
    elif len(cells["decision"]) > 200:
        found.errors.append(_("The decision is longer than 200 characters."))
    found.person = _person(cells, found, known)
    if found.errors:
        return found
    found.terms = {
        "role": role,
        "unit": span.unit,
        "deputy": deputy,
        "valid_from": first,
        "valid_until": last,
        "decision": cells["decision"],
    }
    found.post = posts.post_title(Grant(user=found.person, **found.terms), first, span.full_name)
    found.errors += [one.sentence for one in grants.why_not_give(found.person, by=known.by, **found.terms)]
    right = (found.person.username, role, span.unit_id)
    if right in known.rights:
        found.errors.append(_("The same right stands twice in the file."))
    known.rights.add(right)
    return found


def _day(typed: str, found: Planned) -> date | None:
    if not typed:
        return None
    for writing in DAYS:
        try:
            day = datetime.strptime(typed, writing).date()
        except ValueError:
            continue
        if 2000 <= day.year <= 2100:
            return day
    found.errors.append(_("“%(day)s” is no day. Write it like 19/11/2026.") % {"day": typed[:30]})
    return None


def _person(cells: dict[str, str], found: Planned, known: Known) -> User | None:
    """The account a line means: one that is there, one of a line above, or a new one."""
    try:
        if len(cells["full_name"]) > 150:
            raise ValidationError(_("The name is longer than 150 characters."))
        name = newcomers.clean_name(cells["full_name"])
        typed = cells.get("username", "")
        username = newcomers.plain_username(typed) if typed else newcomers.suggested(name, known.taken)
    except ValidationError as refused:
        found.errors += refused.messages
        return None
    there = known.people.get(username) or known.seen.get(username)
    if there is not None:
        if names.fold(there.full_name) != names.fold(name):
            message = _("The username %(username)s belongs to %(name)s.")
            found.errors.append(message % {"username": username, "name": there.full_name})
            return None
        return there
    email = _email(cells.get("email", ""), found, known)
    person = User(username=username, full_name=name, email=email)
    known.taken.add(username)
    known.seen[username] = person
    return person


def _email(typed: str, found: Planned, known: Known) -> str | None:
    if not typed:
        return None
    try:
        validate_email(typed)
    except ValidationError:
        found.errors.append(_("“%(email)s” is no e-mail address.") % {"email": typed[:60]})
        return None
    if typed.lower() in known.emails:
        found.errors.append(str(newcomers.EMAIL_TAKEN))
        return None
    known.emails.add(typed.lower())
    return typed


def carry_out(planned: list[Planned], by: User, *, whole: bool) -> list[Brought]:
    """Make the accounts and give the rights: all or none (`whole`), or each good line by itself.

    A new person without an e-mail address gets a code to print. Raises AppointmentRefused or ValidationError
    when `whole` and a line is refused: then nothing was saved.
    """
    if whole:
        with transaction.atomic():
            if any(one.errors for one in planned):
                raise ValidationError(_("Some lines have errors; nothing was saved."))
            return [_carried_out(one, by) for one in planned]
    told = []
    for one in planned:
        if one.errors:
            told.append(Brought(one, errors=tuple(one.errors)))
            continue
        try:
            with transaction.atomic():
                told.append(_carried_out(one, by))
        except AppointmentRefused as refused:
            told.append(Brought(one, errors=tuple(reason.sentence for reason in refused.reasons)))
        except ValidationError as refused:
            told.append(Brought(one, errors=tuple(refused.messages)))
    return told


def _carried_out(one: Planned, by: User) -> Brought:
    if not one.is_new:
        grants.give(one.person, by=by, **one.terms)
        return Brought(one)
    drafted, role = one.person, one.terms["role"]
    person = newcomers.make(drafted.username, drafted.full_name, drafted.email, by=by, role=role)
    grants.give(person, by=by, **one.terms)
    issued = None if person.email else access.issue(person, Access.Kind.CODE, by=by)
    # Lines below may name the same new person, who is there from now on.
    drafted.__dict__.update(person.__dict__)
    return Brought(one, issued)
