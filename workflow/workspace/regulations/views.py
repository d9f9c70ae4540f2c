"""Regulations as data: their versions to read and compare; drafts to write for an administrator."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.record.models import Event
from workflow.actions import regulations as acting
from workflow.actions.refusals import Refused, present
from workflow.models import Campaign
from workflow.regulations import loader
from workflow.regulations.differences import differences
from workflow.regulations.lined_yaml import RegulationRefused
from workflow.rules.facts import Reason
from workflow.workspace.cases.casefile import english
from workflow.workspace.cases.history import word
from workflow.workspace.pages import page, posted, put, refused, saved
from workflow.workspace.regulations import forms
from workflow.workspace.regulations.words import Version, change_words, version_at, versions
from workflow.workspace.rows import grown, quieted
from workflow.workspace.scores.numbers import band_words

NAV = "regulations"


def regulation_list(request):
    """Every version of every regulation, and under which years each is in use."""
    used = {}
    for code, version, year in Campaign.objects.values_list("regulation", "regulation_version", "year"):
        used.setdefault((code, version), []).append(year)
    rows = [(one, sorted(set(used.get((one.code, one.version), [])))) for one in versions()]
    return page(request, "regulations/list.html", {"rows": rows}, nav=NAV)


def regulation(request, slug: str, version: int):
    """One version: its criteria with their bands, what it differs in, who wrote it."""
    found = version_at(slug, version)
    siblings = [one for one in versions() if one.code == found.code and one.version != found.version]
    events = Event.objects.about("regulation", found.row.pk) if found.row else []
    context = {
        "found": found,
        "criteria": [
            (one, [(band_words(one, band), band.points) for band in one.bands])
            for one in found.regulation.criteria
        ],
        "english": english(),
        "siblings": siblings,
        "may_edit": acting.may_edit(request.user).allowed,
        "draft_elsewhere": next((one for one in siblings if one.is_draft), None),
        "gaps": [str(gap) for gap in loader.fit_for_campaigns(found.regulation)],
        "events": [(word(event.action), event) for event in events][::-1],
        "breadcrumbs": _trail(found),
    }
    return page(request, "regulations/regulation.html", context, nav=NAV)


def regulation_compare(request, slug: str, version: int, other: int):
    """What a version says differently from another, criterion by criterion, old → new."""
    new, old = version_at(slug, version), version_at(slug, other)
    groups: dict[int | None, list] = {}
    for change in differences(old.regulation, new.regulation):
        told = change_words(change, old.regulation, new.regulation)
        groups.setdefault(change.criterion, []).append(told)
    names = {one.no: one.short_name for one in (*old.regulation.criteria, *new.regulation.criteria)}
    context = {
        "old": old,
        "new": new,
        "groups": [(no, names.get(no, ""), changes) for no, changes in groups.items()],
        "breadcrumbs": _trail(new, _("What differs")),
    }
    return page(request, "regulations/compare.html", context, nav=NAV)


def regulation_start(request, slug: str, version: int):
    """Copy a version into a new draft."""
    found = version_at(slug, version)
    if stopped := _stopped(request, found, draft=False):
        return stopped
    form = forms.StartForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            draft = acting.start(found.code, found.version, request.user, **form.cleaned_data)
        except Refused as refusal:
            put(form, refusal)
        else:
            made = version_at(slug, draft.version)
            return saved(request, _("The draft is made."), made.link())
    context = {
        "title": _("New version from %(label)s") % {"label": found.label},
        "form": form,
        "button": _("Make the draft"),
        "back": found.link(),
        "breadcrumbs": _trail(found, _("New version")),
    }
    return page(request, "form_page.html", context, nav=NAV)


def regulation_text(request, slug: str, version: int):
    """The data file of a version; of a draft it can be changed."""
    found = version_at(slug, version)
    editable = found.is_draft and acting.may_edit(request.user).allowed
    if request.method == "POST" and (stopped := _stopped(request, found)):
        return stopped
    form = None
    if editable:
        form = forms.TextForm(
            posted(request),
            request.FILES or None,
            initial={"text": found.row.text, "seen": found.row.edition},
        )
        if request.method == "POST" and form.is_valid() and _write(request, found, form):
            return saved(request, _("The draft is saved."), found.link())
    context = {
        "found": found,
        "title": _("Text of %(label)s") % {"label": found.label},
        "form": form,
        "text": acting.text_of(found.code, found.version),
        "button": _("Save the draft"),
        "back": found.link(),
        "breadcrumbs": _trail(found, _("Text")),
    }
    return page(request, "regulations/text.html", context, nav=NAV)


def _write(request, found: Version, form: forms.TextForm) -> bool:
    given = form.cleaned_data
    try:
        acting.write(found.row, request.user, text=given["text"], seen=given["seen"])
    except RegulationRefused as fault:
        form.add_error("file" if given.get("file") else "text", fault_words(fault))
    except Refused as refusal:
        put(form, refusal)
    else:
        return True
    return False


def fault_words(fault: RegulationRefused) -> str:
    """A fault of a data file in the reader's language, with its line."""
    params = {name: present(value) for name, value in fault.params.items()}
    reason = _(fault.message) % params if params else _(fault.message)
    return _("Line %(line)s: %(reason)s.") % {"line": fault.line, "reason": reason}


def regulation_criterion(request, slug: str, version: int, no: int):
    """One criterion of a draft with its bands as rows."""
    found = version_at(slug, version)
    criterion = next((one for one in found.regulation.criteria if one.no == no), None)
    if criterion is None:
        return version_at("", 0)
    if stopped := _stopped(request, found):
        return stopped
    add = "add" in request.POST
    if request.method == "POST":
        data = grown(request.POST, forms.PREFIX) if add else request.POST
        form, rows = forms.CriterionForm(data), forms.BandRows(data, prefix=forms.PREFIX)
    else:
        form = forms.CriterionForm(initial=forms.initial(criterion, found.row.edition))
        rows = forms.BandRows(prefix=forms.PREFIX, initial=forms.band_rows(criterion))
    if add:
        quieted(form, rows)
    elif request.method == "POST" and form.is_valid() & rows.is_valid():
        told = forms.values(form, rows, criterion)
        if _write_criterion(request, found, no, told, form):
            return saved(request, _("Criterion %(no)s is saved.") % {"no": no}, found.link())
    context = {
        "title": _("Criterion %(no)s of %(label)s") % {"no": no, "label": found.label},
        "form": form,
        "rows": rows,
        "button": _("Save the criterion"),
        "back": found.link(),
        "breadcrumbs": _trail(found, _("Criterion %(no)s") % {"no": no}),
    }
    return page(request, "regulations/criterion.html", context, nav=NAV)


def _write_criterion(request, found: Version, no: int, told: dict, form) -> bool:
    try:
        acting.write_criterion(found.row, request.user, no=no, values=told, seen=form.cleaned_data["seen"])
    except RegulationRefused as fault:
        form.add_error("bands_state" if "band" in fault.message else None, fault_words(fault))
    except Refused as refusal:
        put(form, refusal)
    else:
        return True
    return False


def regulation_fix(request, slug: str, version: int):
    """Fix a draft, so that years can be opened under it."""
    found = version_at(slug, version)
    if stopped := _stopped(request, found):
        return stopped
    form = forms.FixForm(posted(request), initial={"seen": found.row.edition})
    if request.method == "POST" and form.is_valid():
        try:
            acting.fix(found.row, request.user, seen=form.cleaned_data["seen"])
        except Refused as refusal:
            put(form, refusal)
        else:
            return saved(request, _("The version is fixed."), found.link())
    context = {
        "title": _("Fix %(label)s") % {"label": found.label},
        "form": form,
        "button": _("Fix this version"),
        "back": found.link(),
        "consequences_heading": _("When you fix it"),
        "consequences": [
            _("Years can be opened under it; years already open keep the version they opened with."),
            _("It never changes again. For a change a new version is made."),
            _("This is recorded and cannot be undone."),
        ],
        "breadcrumbs": _trail(found, _("Fix")),
    }
    return page(request, "form_page.html", context, nav=NAV)


def _stopped(request, found: Version, *, draft: bool = True):
    """The refusal to show somebody who may not write, or where there is no draft; else None."""
    answer = acting.may_edit(request.user)
    if not answer.allowed:
        return refused(request, answer, found.link(), nav=NAV)
    if draft and not found.is_draft:
        return refused(request, [Reason(acting.RULE, acting.NOT_A_DRAFT)], found.link(), nav=NAV)
    return None


def _trail(found: Version, *more: str) -> list[tuple[str, str | None]]:
    listed = (_("Regulations"), reverse("workspace:regulation-list"))
    own = (found.label, found.link() if more else None)
    return [listed, own, *((one, None) for one in more)]
