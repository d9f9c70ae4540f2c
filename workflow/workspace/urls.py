"""Addresses of the officials' workspace, below /lam-viec/. All of them are for officials only."""

from django.urls import include, path

from workflow.workspace.access import officials_only
from workflow.workspace.acts import views as acts
from workflow.workspace.cases import listing, pages, together
from workflow.workspace.guides import views as guides
from workflow.workspace.home import views as home
from workflow.workspace.scores import evidence
from workflow.workspace.scores import views as scores

app_name = "workspace"

urlpatterns = officials_only(
    [
        path("", home.home, name="home"),
        path("tro-giup/", guides.own, name="help"),
        path("tro-giup/<slug:slug>/", guides.guide, name="guide"),
        path("ho-so/", listing.cases, name="case-list"),
        path("ho-so/cung-luc/", together.together, name="case-together"),
        path("ho-so/<int:pk>/", scores.case, name="case"),
        path("ho-so/<int:pk>/diem/", scores.scores, name="case-scores"),
        path("ho-so/<int:pk>/diem/<int:criterion>/", scores.score, name="case-score"),
        path("ho-so/<int:pk>/diem/<int:criterion>/minh-chung/", evidence.criterion, name="case-evidence"),
        path(
            "ho-so/<int:pk>/diem/<int:criterion>/minh-chung/<int:evidence>/bo/",
            evidence.remove,
            name="case-evidence-remove",
        ),
        path("ho-so/<int:pk>/hoi-dong/", pages.council, name="case-council"),
        path("ho-so/<int:pk>/giay-to/", pages.papers, name="case-papers"),
        path("ho-so/<int:pk>/giam-sat/", pages.findings, name="case-findings"),
        path("ho-so/<int:pk>/y-kien/", pages.messages, name="case-messages"),
        path("ho-so/<int:pk>/lich-su/", pages.past, name="case-history"),
        path("ho-so/<int:pk>/buoc-tiep/", pages.next_step, name="case-next"),
        path("tep/minh-chung/<int:pk>/", evidence.download, name="file-evidence"),
    ]
)
urlpatterns += [
    path("", include("workflow.workspace.district_urls")),
    path("", include("workflow.workspace.people_urls")),
    path("", include("workflow.workspace.notices.urls")),
]
# Last, so that no word of an act hides another page of the case.
urlpatterns += officials_only([path("ho-so/<int:pk>/<slug:key>/", acts.act, name="act")])
