"""Tables of the public room: what was published, which publication holds now, and the pages that show it."""

from public.models.pages import ProcessPage, ResultsPage, UnitsPage
from public.models.publication import CurrentPublication, Publication, PublicationHead
from public.models.tally import CommentTally

__all__ = [
    "CommentTally",
    "CurrentPublication",
    "ProcessPage",
    "Publication",
    "PublicationHead",
    "ResultsPage",
    "UnitsPage",
]
