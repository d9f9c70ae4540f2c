"""What communications staff edit: the home page, guidance, images and documents."""

from cms_pages.models.media import PortalDocument, PortalImage, PortalRendition
from cms_pages.models.pages import ContentPage, HomePage

__all__ = ["ContentPage", "HomePage", "PortalDocument", "PortalImage", "PortalRendition"]
