"""Citizens' comments: looked through, answered together, entered from paper and telephone."""

from tests import province
from tests.workspace_forms.conftest import CITY_OFFICE, at, errors, text
from workflow.models import Message


def case():
    return province.case_at(province.UNDER_COMMENT)


def waiting() -> list[Message]:
    return list(case().messages.order_by("pk"))


def test_what_waits_is_listed_with_what_to_do(signed_in):
    page = signed_in(CITY_OFFICE).get(at("comment-list"))
    assert [row["message"] for row in page.context["comments"]] == waiting()
    assert [row["address"] for row in page.context["comments"]] == [
        at("comment-moderate", message.pk) for message in waiting()
    ]
    reader = signed_in("so.ldtbxh").get(at("comment-list"))
    assert {row["address"] for row in reader.context["comments"]} == {""}
    for tab in ("xem-xet", "tra-loi", "xong", "gi-the", "%00"):
        assert signed_in(CITY_OFFICE).get(at("comment-list") + f"?xem={tab}&page=-1").status_code == 200


def test_a_name_and_a_telephone_never_stand_in_the_list(signed_in):
    Message.objects.filter(pk=waiting()[1].pk).update(phone="0905 123 456")
    page = text(signed_in(CITY_OFFICE).get(at("comment-list")))
    assert "0905" not in page
    assert "Nguyễn Văn A" not in page


def test_a_comment_that_is_not_taken_needs_a_reason(signed_in):
    client, message = signed_in(CITY_OFFICE), waiting()[0]
    address = at("comment-moderate", message.pk)
    assert list(errors(client.post(address, {}))) == ["admissible"]
    assert list(errors(client.post(address, {"admissible": "no"}))) == ["reason"]
    assert list(errors(client.post(address, {"admissible": "no", "reason": "a" * 301}))) == ["reason"]
    assert client.post(address, {"admissible": "no", "reason": "Không nói về kết quả"}).status_code == 302
    message.refresh_from_db()
    assert (message.admissible, message.moderation_reason) == (False, "Không nói về kết quả")


def test_one_answer_for_several_comments(signed_in):
    client = signed_in(CITY_OFFICE)
    for message in waiting():
        assert client.post(at("comment-moderate", message.pk), {"admissible": "yes"}).status_code == 302
    address = at("comment-answer", case().pk)
    page = client.get(address + f"?y-kien={waiting()[0].pk}")
    assert page.context["form"]["messages"].value() == [str(waiting()[0].pk)]
    assert set(errors(client.post(address, {}))) == {"messages", "accepted", "text"}
    both = {
        "messages": [m.pk for m in waiting()],
        "accepted": "yes",
        "text": "Xã sẽ làm mái che.",
    }
    assert list(errors(client.post(address, both | {"messages": ["9" * 40]}))) == ["messages"]
    assert client.post(address, both).status_code == 302
    answers = {message.answer for message in waiting()}
    assert len(answers) == 1
    assert answers.pop().accepted
    assert client.get(address).context["waiting"] == []


def test_an_answer_reaches_only_comments_of_its_own_case(signed_in, office):
    client = signed_in(CITY_OFFICE)
    client.post(at("comment-moderate", waiting()[0].pk), {"admissible": "yes"})
    other = province.case_at(province.NOT_MET)
    answer = client.post(
        at("comment-answer", other.pk), {"messages": [waiting()[0].pk], "accepted": "yes", "text": "Sai chỗ"}
    )
    assert list(errors(answer)) == ["messages"]
    assert office.get(at("comment-answer", case().pk)).status_code == 404
    assert signed_in(f"xa.{case().code}.canbo").get(at("comment-answer", case().pk)).status_code == 403


def test_a_comment_on_paper_is_entered_with_its_day(signed_in):
    client = signed_in(f"xa.{case().code}.canbo")
    address = at("comment-enter", case().pk)
    good = {"channel": "paper", "received_on": "19/11/2025", "criterion": "14", "text": "Cần thêm sách."}
    for change, field in [
        ({"channel": "web"}, "channel"),
        ({"received_on": "21/11/2025"}, "received_on"),
        ({"received_on": ""}, "received_on"),
        ({"criterion": "16"}, "criterion"),
        ({"text": ""}, "text"),
        ({"text": "a" * 4001}, "text"),
        ({"phone": "1" * 31}, "phone"),
        ({"name": "\x00"}, "name"),
    ]:
        assert list(errors(client.post(address, good | change))) == [field], change
    assert client.post(address, good | {"name": "Y Blan", "phone": "0905"}).status_code == 302
    made = case().messages.get(channel="paper")
    assert (made.in_window, made.criterion, made.name) == (True, 14, "Y Blan")
    assert made.entered_by.username == f"xa.{case().code}.canbo"
