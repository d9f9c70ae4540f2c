"""Make the pages the portal starts with, in both languages; what editors wrote stays."""

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms_pages import editing, guidance
from cms_pages.menus import COMMENTING, GUIDANCE, READING
from cms_pages.models import ContentPage, HomePage
from public import pagecache
from public.models import ProcessPage, ResultsPage, UnitsPage

LANGUAGES = ("vi", "en")
HOME_SLUGS = {"vi": "trang-dau", "en": "trang-dau-en"}


class Command(BaseCommand):
    """`manage.py load_site`: locales, home pages, routable pages, guidance, one site for any host."""

    help = "Make the portal's first pages in Vietnamese and English; safe to run again."

    @transaction.atomic
    def handle(self, *args, **options):
        made = 0
        locales = [Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES]
        homes: dict[str, Page] = {}
        for locale in locales:
            home, new = self._home(locale, homes.get("vi"))
            homes[locale.language_code] = home
            made += new
        self._site(homes["vi"])
        made += sum(self._tree(home, homes["vi"]) for home in homes.values())
        editing.make_groups(list(homes.values()))
        transaction.on_commit(pagecache.bump)
        self.stdout.write(f"Pages made: {made}.")

    def _home(self, locale: Locale, original: Page | None) -> tuple[Page, int]:
        language = locale.language_code
        root = Page.get_first_root_node()
        found = HomePage.objects.child_of(root).filter(locale=locale).first()
        if found:
            return found, 0
        home = HomePage(slug=HOME_SLUGS[language], locale=locale, live=True, **guidance.HOME[language])
        if original:
            home.translation_key = original.translation_key
        root.add_child(instance=home)
        home.save_revision().publish()
        return home, 1

    def _site(self, home: Page) -> None:
        """One default site, which answers for every host; Wagtail's welcome page goes."""
        site = Site.objects.filter(is_default_site=True).first() or Site(
            is_default_site=True, hostname="localhost"
        )
        if site.pk and isinstance(site.root_page.specific, HomePage):
            return
        welcome = site.root_page if site.pk else None
        site.root_page, site.site_name = home, "Xã, phường phù hợp với trẻ em"
        site.save()
        if welcome and welcome.depth > 1 and not welcome.get_children().exists():
            welcome.delete()

    def _tree(self, home: Page, vietnamese: Page) -> int:
        language = home.locale.language_code
        made = 0
        for model, slug, words, menu in (
            (ResultsPage, "ket-qua", guidance.RESULTS, True),
            (UnitsPage, "don-vi", guidance.UNITS, True),
            (ProcessPage, "quy-trinh", guidance.PROCESS, True),
            (ContentPage, GUIDANCE, guidance.GUIDANCE, True),
        ):
            made += self._page(model, home, vietnamese, slug, words[language], show_in_menus=menu)
        above = home.get_children().get(slug=GUIDANCE)
        vietnamese_above = vietnamese.get_children().get(slug=GUIDANCE)
        for slug, words in ((READING, guidance.READING), (COMMENTING, guidance.COMMENTING)):
            made += self._page(ContentPage, above, vietnamese_above, slug, words[language], on_home=True)
        return made

    def _page(self, model, parent: Page, vietnamese_parent: Page, slug: str, words: dict, **fields) -> int:
        if parent.get_children().filter(slug=slug).exists():
            return 0
        page = model(slug=slug, locale=parent.locale, live=True, **words, **fields)
        if parent.pk != vietnamese_parent.pk:
            page.translation_key = vietnamese_parent.get_children().get(slug=slug).translation_key
        parent.add_child(instance=page)
        page.save_revision().publish()
        return 1
