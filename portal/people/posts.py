"""How the holder of a right signs: the post in Vietnamese, as it stands on papers, and the KT. form.

Posts are data of Vietnamese papers, not screen texts: they are the same in every language.
"""

from datetime import date
from typing import Final

from portal.people import roles
from portal.people.models import Grant
from portal.units import names, tree

# (head, deputy), with %s for the unit's or body's name.
_POSTS: Final = {
    roles.COMMUNE_OFFICER: ("Công chức UBND %s", "Công chức UBND %s"),
    roles.COMMUNE_MEMBER: ("Thành viên Hội đồng đánh giá %s", "Thành viên Hội đồng đánh giá %s"),
    roles.COMMUNE_CHAIR: ("Chủ tịch UBND %s", "Phó Chủ tịch UBND %s"),
    roles.DISTRICT_OFFICER: ("Phòng LĐ-TB&XH %s", "Phó Trưởng phòng LĐ-TB&XH %s"),
    roles.DISTRICT_MEMBER: ("Thành viên Hội đồng xét duyệt %s", "Thành viên Hội đồng xét duyệt %s"),
    roles.DISTRICT_CHAIR: ("Chủ tịch UBND %s", "Phó Chủ tịch UBND %s"),
    roles.PROVINCE_OFFICER: ("Sở LĐ-TB&XH %s", "Phó Giám đốc Sở LĐ-TB&XH %s"),
    roles.PROVINCE_CHAIR: ("Chủ tịch UBND %s", "Phó Chủ tịch UBND %s"),
    roles.SUPERVISOR: ("%s", "%s"),
    roles.HOME_AFFAIRS: ("Sở Nội vụ %s", "Phó Giám đốc Sở Nội vụ %s"),
    roles.FINANCE: ("Sở Tài chính %s", "Phó Giám đốc Sở Tài chính %s"),
    roles.PLANNING: ("Sở Kế hoạch và Đầu tư %s", "Phó Giám đốc Sở Kế hoạch và Đầu tư %s"),
    roles.OBSERVER: ("%s", "%s"),
    roles.EDITOR: ("Biên tập viên %s", "Biên tập viên %s"),
    roles.PUBLISHER: ("Người xuất bản %s", "Người xuất bản %s"),
    roles.ADMINISTRATOR: ("Quản trị Cổng thông tin", "Quản trị Cổng thông tin"),
}


def signing_form(grant: Grant) -> str:
    """How the signature block opens: "KT." for a deputy who signs for the head, "" for the head."""
    return "KT." if grant.deputy else ""


def place_name(grant: Grant, on: date) -> str:
    """The body's name, or the unit's full name as it was on that day ("Xã Hiếu"); "" for the portal."""
    if grant.body is not None:
        return grant.body.name
    span = tree.span_at(grant.unit, on) if grant.unit else None
    return names.full_name(span.kind, span.name) if span else ""


def post_title(grant: Grant, on: date, place: str = "") -> str:
    """The post on that day: "Chủ tịch UBND xã Hiếu", "Phó Chủ tịch UBND huyện Kon Plông".

    `place` is the name of the right's place where the caller has it at hand; it saves a query.
    """
    head, deputy = _POSTS[grant.role]
    post = deputy if grant.deputy and not grant.acting_for_id else head
    if grant.acting_for_id:
        post = f"Người được giao làm thay {post[:1].lower()}{post[1:]}"
    if "%s" not in post:
        return post
    place = place or place_name(grant, on)
    if grant.body is None:
        # Inside a title the kind of unit is a common noun.
        place = place[:1].lower() + place[1:]
    return (post % place).strip()
