"""Whom a right goes to: somebody found by name, or a new account."""

from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from portal.people import access, directory, finding, invitations, newcomers
from portal.people.models import Access, User
from portal.record import clock
from workflow.workspace.pages import page
from workflow.workspace.people.forms import AccountForm
from workflow.workspace.people.steps import NAV

NEW = "moi"


@dataclass
class Chosen:
    """Somebody with an account, or the form of a new one."""

    person: User | None
    account: AccountForm | None

    @property
    def named(self) -> User:
        """The person as far as known: a new one has no id yet. Ask after the forms are valid."""
        if self.person is not None:
            return self.person
        given = self.account.cleaned_data
        return User(username=given["username"], full_name=given["full_name"], email=given["email"])

    @property
    def title(self) -> str:
        return self.person.full_name if self.person else ""

    def settle(self, by: User, role: str) -> User:
        """The person's account, made when it is new. Call it inside the transaction of the right."""
        if self.person is not None:
            return self.person
        given = self.account.cleaned_data
        return newcomers.make(given["username"], given["full_name"], given["email"], by=by, role=role)


def chosen(request) -> Chosen | None:
    """Who the address names, or None while nobody is chosen. Http404 for somebody who does not exist."""
    told = request.GET.get("nguoi", "")
    if told == NEW:
        data = request.POST if request.method == "POST" else None
        return Chosen(None, AccountForm(data, initial={"full_name": request.GET.get("q", "")[:150]}))
    if not told:
        return None
    person = None
    if told.isascii() and told.isdigit() and len(told) < 12:
        person = User.objects.filter(pk=int(told), is_active=True).first()
    if person is None:
        raise Http404
    return Chosen(person, None)


def choose(request, title: str, lead: str, back: str, breadcrumbs: list):
    """The page that finds somebody by name, or leads to a new account."""
    query = request.GET.get("q", "")[:100].replace("\x00", "")
    people = finding.people_named(query) if query else []
    held = directory.posts_of(people, clock.today())
    context = {
        "title": title,
        "lead": lead,
        "back": back,
        "breadcrumbs": breadcrumbs,
        "query": query,
        "people": [(person, held.get(person.pk, [])) for person in people],
        "most": finding.MOST,
    }
    return page(request, "people/choose.html", context, nav=NAV)


def invite(person: User, by: User) -> bool:
    """Mail a link to a new account that has an address; whether it was sent."""
    with transaction.atomic():
        issued = access.issue(person, Access.Kind.LINK, by=by)
    issued.access.user = person
    return invitations.send(issued)
