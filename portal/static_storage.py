"""Static files under names that carry their digest, compressed beforehand."""

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; brotli only when STATIC_BROTLI says so.

    Brotli at its best takes half a minute for the editors' admin alone, so a first start on a
    bare machine compresses with gzip and a deployment turns brotli on.
    """

    def create_compressor(self, **options) -> Compressor:
        return super().create_compressor(use_brotli=settings.STATIC_BROTLI, **options)
