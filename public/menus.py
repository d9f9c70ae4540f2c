"""Entries of the public room in the menus."""

from django.utils.translation import gettext_lazy as _

from portal import navigation
from public import addresses


def register() -> None:
    """Put the public addresses into header and footer."""
    header = "public"
    navigation.register(
        header, "results", _("Results"), lambda request: addresses.results_address(), order=10
    )
    navigation.register(header, "feedback", _("Comment"), "public_feedback", order=20)
    navigation.register(
        header, "process", _("Process"), lambda request: addresses.process_address(), order=30
    )
    navigation.register(
        "footer.see", "results", _("Newest results"), lambda request: addresses.results_address(), order=10
    )
    navigation.register(
        "footer.see",
        "units",
        _("Communes, wards and townships"),
        lambda request: addresses.unit_address(),
        order=20,
    )
    navigation.register(
        "footer.see", "process", _("Who may do what"), lambda request: addresses.process_address(), order=30
    )
    navigation.register("footer.ask", "feedback", _("Comment on a result"), "public_feedback", order=10)
    navigation.register(
        "footer.ask",
        "tracking",
        _("Follow your comment"),
        lambda request: f"{addresses.feedback_address()}#theo-doi",
        order=20,
    )
    navigation.register("footer.check", "verify", _("Verify a certificate"), "public_verify", order=10)
    navigation.register(
        "footer.check", "officials", _("For officials"), lambda request: "/lam-viec/", order=90
    )
