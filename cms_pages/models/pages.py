"""The home page and pages of guidance. Few blocks, one body."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from public import front
from public.models.pages import PublicPage


class NoticeBlock(blocks.StructBlock):
    """A note that stands out: one heading, some text."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Note")
        description = _("A note that stands out. At most one or two on a page.")
        template = "cms_pages/blocks/notice.html"


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    steps = blocks.ListBlock(blocks.RichTextBlock(features=["bold", "link"]), label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("What to do, one step after the other.")
        template = "cms_pages/blocks/steps.html"


class BarBlock(blocks.StructBlock):
    """A threshold bar as an example, drawn like those of real results."""

    threshold = blocks.IntegerBlock(label=_("Threshold (points)"), min_value=0, max_value=1000)
    points = blocks.IntegerBlock(label=_("Points"), min_value=0, max_value=1000)
    caption = blocks.CharBlock(label=_("What the example shows"), max_length=200)

    class Meta:
        icon = "minus"
        label = _("Example of a threshold bar")
        description = _("Shows readers how to read a result. Always marked as an example.")
        template = "cms_pages/blocks/bar.html"


class BodyBlock(blocks.StreamBlock):
    """The one body of every page editors write."""

    text = blocks.RichTextBlock(
        label=_("Text"),
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"],
        icon="pilcrow",
        template="cms_pages/blocks/text.html",
    )
    notice = NoticeBlock()
    steps = StepsBlock()
    bar = BarBlock()
    image = ImageBlock(label=_("Picture"), template="cms_pages/blocks/image.html")


class HomePage(PublicPage):
    """The first page of a language."""

    nav_key = "home"
    heading = models.CharField(_("question at the top"), max_length=120)
    search_hint = models.CharField(_("hint under the search box"), max_length=160, blank=True)
    province_code = models.CharField(_("code of the province"), max_length=8, default="62")
    target_percent = models.PositiveSmallIntegerField(
        _("target (percent of communes)"),
        default=50,
        help_text=_("R-TGT-2: 50 % of communes recognised by 2020, rising after."),
    )

    template = "cms_pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "public.ResultsPage",
        "public.UnitsPage",
        "public.ProcessPage",
        "cms_pages.ContentPage",
    ]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("lead"), FieldPanel("search_hint")],
            heading=_("Top of the page"),
        ),
        FieldPanel("target_percent"),
        FieldPanel("province_code"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        guidance = ContentPage.objects.descendant_of(self).live().filter(on_home=True).only(
            "title", "summary", "url_path", "locale", "path", "depth", "slug"
        )  # fmt: skip
        return (
            super().get_context(request, *args, **kwargs)
            | front.context(self.province_code)
            | {"guidance": guidance}
        )


class ContentPage(PublicPage):
    """A page of guidance; pages may lie under it."""

    nav_key = "guidance"
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence where the page is listed.")
    )
    on_home = models.BooleanField(_("listed on the home page"), default=False)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    template = "cms_pages/content.html"
    parent_page_types = ["cms_pages.HomePage", "cms_pages.ContentPage"]
    subpage_types = ["cms_pages.ContentPage"]
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    promote_panels = [
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("on_home")], heading=_("Where it is listed")),
        *Page.promote_panels,
    ]

    class Meta:
        verbose_name = _("page of guidance")
        verbose_name_plural = _("pages of guidance")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        above = (
            self.get_ancestors().type(ContentPage).live().only("title", "url_path", "path", "depth", "locale")
        )
        return super().get_context(request, *args, **kwargs) | {
            "breadcrumbs": [*((page.title, page.get_url(request)) for page in above), (self.title, "")],
            "below": ContentPage.objects.child_of(self).live(),
        }
