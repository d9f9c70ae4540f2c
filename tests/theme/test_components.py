"""Each component says what it must, in words as well as in drawing, and breaks no rule of the page."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from portal.theme.templatetags import bars, icons, states, steps
from tests.theme import gallery


def render(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


class Rules(HTMLParser):
    """Collects what the content security policy or a reader's software would stumble over."""

    def __init__(self):
        super().__init__()
        self.broken, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.broken += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.broken.append(f"inline {tag}")
        self.broken += [
            f"{tag} {name}={given[name]}"
            for name in ("src", "href", "action")
            if re.match(r"(https?:)?//|javascript:", given.get(name) or "")
        ]
        if "id" in given:
            self.ids.append(given["id"])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("template", ["gallery.html", "workspace_gallery.html"])
def test_the_gallery_keeps_the_rules_of_the_page(language, template):
    rules = Rules()
    rules.feed(gallery.page(language, template, AnonymousUser()))
    assert rules.broken == []
    assert sorted(rules.ids) == sorted(set(rules.ids))


@pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html", "account.html", "print.html"])
def test_frames_render_for_a_stranger(name):
    request = RequestFactory().get("/x/?a=1")
    request.user = AnonymousUser()
    html = render_to_string(name, {"illustrative_notice": True}, request=request)
    assert 'href="/en/x/?a=1"' in html or name == "print.html"
    assert 'class="demo-line"' in html


def test_the_error_page_needs_no_request_and_no_database():
    html = render_to_string("500.html")
    assert "<h1>" in html
    assert "{" not in html


def test_the_threshold_bar_says_its_sentence_and_fills_to_the_threshold_first():
    with override("en"):
        html = bars.threshold_bar("650", "702")
    assert 'aria-label="Need 650, got 702, 52 over."' in html
    assert '<rect class="bar-need" x="0%" y="30" width="65.0%"' in html
    assert '<rect class="bar-over" x="65.0%" y="30" width="5.2%"' in html


def test_a_short_bar_hatches_the_gap():
    with override("en"):
        html = bars.threshold_bar(650, 612)
    assert "38 short" in html
    assert '<rect class="bar-gap" x="61.2%" y="30" width="3.8%" height="18" fill="url(#hatch)"/>' in html
    assert "bar-over" not in html


def test_the_label_stays_inside_at_both_ends():
    assert 'class="bar-score bar-left" x="100%"' in bars.threshold_bar(650, 1000)
    assert 'class="bar-score bar-left" x="100%"' in bars.threshold_bar(650, 980)
    assert 'class="bar-score bar-right" x="0%"' in bars.threshold_bar(650, 0)
    assert 'class="bar-score bar-middle" x="50.0%"' in bars.threshold_bar(650, 500)


def test_a_self_scored_bar_is_striped_and_says_so():
    with override("en"):
        html = bars.threshold_bar(650, 728, self_scored=True)
    assert "the commune gave itself 728, 78 over" in html
    assert 'fill="url(#stripes)"' in html
    assert 'fill="url(#stripes-over)"' in html
    assert "bar-need" not in html


@pytest.mark.parametrize(("need", "got"), [(None, 640), (650, None), (None, None)])
def test_unknown_thresholds_and_points_are_told_as_unknown(need, got):
    with override("en"):
        assert "bar-word" not in bars.threshold_bar(need, got)
        assert "over" not in bars.threshold_sentence(need, got)
        assert "short" not in bars.threshold_sentence(need, got)
        assert bars.margin_words(need, got) == "not yet"


def test_points_beyond_the_maximum_never_leave_the_bar():
    assert 'width="35.0%"' in bars.threshold_bar(650, 5000)
    assert "-" not in re.findall(r'width="([^"]+)%"', bars.threshold_bar(650, -5))[0]


def test_the_criterion_bar_compares_maxima_of_one_table():
    html = bars.criterion_bar(50, 40, 45)
    assert '<rect class="bar-track bar-track-plain" x="0%" y="4" width="66.67%"' in html
    assert '<rect class="bar-need" x="0%" y="4" width="53.33%"' in html
    assert '<svg x="60.0%"' in html
    assert 'fill="url(#stripes)"' in bars.criterion_bar(50, None, 45)


def test_every_state_has_its_word_and_icon_for_both_audiences():
    expected = "draft commune_assessed district_reviewed recognized rewarded not_recognized revoked not_filed"
    assert list(states.STATES) == expected.split()
    words = {(s, who): states.word(s, who) for s in states.STATES for who in ("public", "official")}
    assert len({words[s, "public"] for s in states.STATES}) == 8
    assert len({words[s, "official"] for s in states.STATES}) == 8
    for state in states.STATES:
        html = states.tag(state)
        assert words[state, "public"] in html
        assert "<svg" in html


def test_the_page_defines_every_pattern_that_components_use():
    html = gallery.page("vi", user=AnonymousUser())
    defined = set(re.findall(r'<pattern id="([^"]+)"', html))
    assert {f"state-{state}" for state in states.STATES} <= defined
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= defined


def test_icons_are_hidden_unless_named():
    assert 'aria-hidden="true"' in icons.icon("tick")
    assert 'role="img" aria-label="a &lt;b"' in icons.icon("tick", "a <b")
    with pytest.raises(KeyError):
        icons.icon("no such icon")


def test_open_tasks_come_first():
    html = render(
        "{% task_list tasks %}",
        tasks=[
            {"sentence": "Old", "done": True},
            {"sentence": "New", "done": False, "url": "#n", "link_label": "Go"},
        ],
    )
    assert html.index("New") < html.index("Old")
    assert "<strong>New</strong>" in html
    assert "<strong>Old</strong>" not in html


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        (0, "on the last day"),
        (1, "1 day late"),
        (3, "3 days late"),
        (-1, "1 day early"),
        (-4, "4 days early"),
    ],
)
def test_lateness_is_said_in_words(days, words):
    with override("en"):
        assert steps.lateness_words(days) == words


def test_a_late_act_stays_marked_in_the_timeline():
    entry = {"date": "2025-12-02", "title": "Decision", "days_late": 3, "kind": "done"}
    html = render("{% timeline entries %}", entries=[entry])
    assert "at-late" in html
    assert "02/12/2025" in html
    assert "at-late" not in render("{% timeline entries %}", entries=[{**entry, "days_late": 0}])


def test_a_period_shares_its_month():
    entry = {"date": "2026-11-16", "date_until": "2026-11-20", "title": "Window", "kind": "now"}
    assert "16–\N{WORD JOINER}20/11/2026" in render("{% timeline entries %}", entries=[entry])
    entry["date_until"] = "2026-12-02"
    assert "16/11–02/12/2026" in render("{% timeline entries %}", entries=[entry])


def test_history_breaks_where_the_threshold_changes_and_leaves_gaps_open():
    rows = [
        {"year": 2023, "need": 750, "got": 618},
        {"year": 2024, "need": 650, "got": None, "reason": "<listed>"},
        {"year": 2025, "need": 650, "got": "702"},
    ]
    html = render("{% history_chart rows %}", rows=rows)
    assert html.count("history-break") == 1
    assert "&lt;listed&gt;" in html
    assert html.count('class="history-met"') == html.count('class="history-unmet"') == 1
    assert "history-line" not in html
    assert render("{% history_chart rows %}", rows=[]) == ""


def test_notices_and_empty_states_escape_what_they_are_given():
    html = render('{% notice "error" heading %}<p>{{ text }}</p>{% endnotice %}', heading="<b>", text="<i>")
    assert 'role="alert"' in html
    assert "&lt;b&gt;" in html
    assert "<p>&lt;i&gt;</p>" in html
    assert "&lt;b&gt;" in render("{% empty_state heading %}", heading="<b>")


def test_the_qr_code_is_named_and_has_no_style():
    html = render('{% qr "http://localhost/xac-minh/7K3M" label=name %}', name='"x')
    assert 'aria-label="&quot;x"' in html
    assert "style" not in html
