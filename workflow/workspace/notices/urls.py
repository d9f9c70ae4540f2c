"""Addresses of notices, last days, calendars and failed mails below /lam-viec/."""

from django.urls import path

from workflow.workspace.access import officials_only
from workflow.workspace.notices import calendars, deadlines, inbox, mails, switches

urlpatterns = officials_only(
    [
        path("thong-bao/", inbox.notice_list, name="notice-list"),
        path("thong-bao/da-doc/", inbox.notices_read, name="notices-read"),
        path("thong-bao/<int:pk>/", inbox.notice_open, name="notice-open"),
        path("thong-bao/<int:pk>/da-doc/", inbox.notice_read, name="notice-read"),
        path("thong-bao/quy-tac/", switches.switch_start, name="notice-rules-start"),
        path("thong-bao/quy-tac/<slug:code>/", switches.switch_rules, name="notice-rules"),
        path("thu-loi/", mails.mail_list, name="mail-list"),
        path("thu-loi/<int:pk>/gui-lai/", mails.mail_again, name="mail-again"),
        path("han/", deadlines.deadlines, name="deadlines"),
        path("han/bao-cao/<campaign_year:year>/<slug:code>/", deadlines.report, name="year-report"),
        path("han/lich/", calendars.calendar_list, name="calendar-list"),
        path("han/lich/<slug:key>/", calendars.calendar_renew, name="calendar-renew"),
        path("han/lich/<slug:key>/bo/", calendars.calendar_remove, name="calendar-remove"),
    ]
)
