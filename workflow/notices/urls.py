"""The address a calendar program reads, outside the workspace."""

from django.urls import path

from workflow.notices import views

urlpatterns = [path("<str:token>.ics", views.calendar, name="calendar_feed")]
