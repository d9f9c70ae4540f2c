"""Where the rules' symbolic links lead: "scores:13", "papers:cong_van", "council:commune" → addresses.

The rules say what has to be mended and know no address; this is the one place that turns the one into the
other. A part of a case is a tab of its page.
"""

from django.urls import reverse

PARTS = {
    "scores": "case-scores",
    "council": "case-council",
    "papers": "case-papers",
    "findings": "case-findings",
    "messages": "case-messages",
    "history": "case-history",
    "workbook": "case-workbook",
    "workbook-file": "case-workbook-file",
    "workbook-preview": "case-workbook-preview",
}
# Symbolic links that belong to a part under another name.
SYNONYMS = {"sitting": "council", "streak": "history"}
ANCHORS = {
    "scores": "tieu-chi-{}",
    "council": "hoi-dong-{}",
    "sitting": "phien-hop-{}",
    "papers": "giay-to-{}",
}
ACTS = {"class": "xac-nhan-loai", "class_code": "xac-nhan-loai"}


def part(case, name: str = "", anchor: str = "") -> str:
    """The address of a case, or of one of its parts; `case` is a case or its id."""
    view = PARTS[name] if name else "case"
    address = reverse(f"workspace:{view}", args=[getattr(case, "pk", case)])
    return f"{address}#{anchor}" if anchor else address


def act(case, key: str) -> str:
    """The confirm page of an act by its word in addresses, such as "nop"."""
    return reverse("workspace:act", args=[getattr(case, "pk", case), key])


def resolve(link: str, case) -> str:
    """The address behind a symbolic link for a case; "" where the page at hand is the place itself."""
    kind, _, detail = link.partition(":")
    if kind in ACTS:
        return act(case, ACTS[kind])
    if kind == "corrections":
        return reverse("workspace:case-corrections", args=[getattr(case, "pk", case)])
    if kind == "cases":
        return reverse("workspace:case-list")
    if kind == "case":
        return part(case)
    name = SYNONYMS.get(kind, kind)
    if name not in PARTS:
        return ""
    anchor = ANCHORS[kind].format(detail.replace("_", "-")) if detail and kind in ANCHORS else ""
    return part(case, name, anchor)
