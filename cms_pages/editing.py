"""Who edits pages: today's grants as editor or publisher of the province become Wagtail groups.

Grants rule; the groups only translate them for Wagtail and follow them at every request to its admin, so
that a grant that has ended opens nothing more.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.people import grants, roles
from portal.record import clock
from portal.units.models import Tier

GROUPS = {roles.EDITOR: "editors", roles.PUBLISHER: "publishers"}
PAGE_RIGHTS = {
    roles.EDITOR: ("add_page", "change_page"),
    roles.PUBLISHER: ("add_page", "change_page", "publish_page", "lock_page"),
}
MEDIA_RIGHTS = (
    "add_portalimage",
    "change_portalimage",
    "choose_portalimage",
    "add_portaldocument",
    "change_portaldocument",
    "choose_portaldocument",
)


def make_groups(homes: list[Page]) -> None:
    """The two groups with their rights on these pages and all below; safe to run again."""
    media = list(Permission.objects.filter(codename__in=MEDIA_RIGHTS, content_type__app_label="cms_pages"))
    collection = Collection.get_first_root_node()
    for role, name in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        rights = Permission.objects.filter(
            codename__in=PAGE_RIGHTS[role], content_type__app_label="wagtailcore"
        )
        for right in rights:
            for home in homes:
                GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)
        for right in media:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=right
            )


def follow_grants(user) -> None:
    """Bring a person's groups in line with the grants they hold today."""
    held = {
        grant.role
        for grant in grants.holdings(user, clock.today())
        if grant.role in GROUPS and grant.unit and grant.unit.tier == Tier.PROVINCE
    }
    wanted = {GROUPS[role] for role in held}
    present = set(user.groups.filter(name__in=GROUPS.values()).values_list("name", flat=True))
    if wanted == present:
        return
    user.groups.remove(*Group.objects.filter(name__in=present - wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted - present))
    # Django keeps a person's permissions on the instance once it has asked for them.
    for kept in ("_perm_cache", "_group_perm_cache", "_user_perm_cache"):
        user.__dict__.pop(kept, None)


class EditorsOfToday:
    """Before a page of Wagtail's admin is shown, the person's groups follow their grants.

    Its pages carry the content policy an editor needs instead of the portal's strict one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        if request.user.is_authenticated:
            follow_grants(request.user)
        response = self.get_response(request)
        # A preview comes here as the answer of its page's own address, with the policy of that address.
        del response["Content-Security-Policy"]
        response._csp_config = settings.EDITORS_CONTENT_POLICY  # read by csp.middleware further out
        return response
