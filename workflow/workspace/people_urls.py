"""Addresses of rights and people in the workspace."""

from django.urls import path

from workflow.workspace.access import officials_only
from workflow.workspace.people import giving, imports, persons, views, why

urlpatterns = officials_only(
    [
        path("phan-quyen/", views.index, name="people"),
        path("phan-quyen/cua-toi/", why.mine, name="my-rights"),
        path("ho-so/<int:pk>/vi-sao/", why.case, name="why-case"),
        path("ho-so/<int:pk>/vi-sao/<slug:key>/", why.why, name="why"),
        path("phan-quyen/quyen/<int:pk>/", views.right, name="people-right"),
        path("phan-quyen/quyen/<int:pk>/ban-giao/", giving.hand_over, name="people-hand-over"),
        path("phan-quyen/quyen/<int:pk>/lam-thay/", giving.stand_in, name="people-stand-in"),
        path("phan-quyen/quyen/<int:pk>/cham-dut/", views.end, name="people-end"),
        path("phan-quyen/nguoi/<int:pk>/", persons.person, name="people-person"),
        path("phan-quyen/nguoi/<int:pk>/ma/", persons.code, name="people-code"),
        path("phan-quyen/nguoi/<int:pk>/lien-ket/", persons.link, name="people-link"),
        path("phan-quyen/<slug:code>/", views.unit, name="people-unit"),
        path("phan-quyen/<slug:code>/trao/", giving.give, name="people-give"),
        path("phan-quyen/<slug:code>/nhap/", imports.bring_in, name="people-import"),
        path("phan-quyen/<slug:code>/nhap/mau.csv", imports.template, name="people-template"),
    ]
)
