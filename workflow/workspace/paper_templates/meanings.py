"""What each field of a template holds, for the officer who writes one."""

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    "co_quan_cap_tren": _("the agency above, top left"),
    "co_quan": _("the issuing agency"),
    "so": _("“Số:” with the number, open while there is none"),
    "ve_viec": _("the subject of a letter, under its number"),
    "dia_danh_ngay": _("place and date"),
    "ten_loai": _("the kind of paper in capitals"),
    "trich_yeu": _("what the paper is about"),
    "ky_chuc_vu": _("the lines over the signature: TM., KT., TL., office"),
    "ky_ten": _("the name under the signature"),
    "ky_trai_chuc_vu": _("the office of a second signature on the left (minutes)"),
    "ky_trai_ten": _("the name under it"),
    "huyen": _("the district"),
    "tinh": _("the province"),
    "nam": _("the year"),
    "ky_danh_gia": _("the assessed twelve months"),
    "tieu_chuan": _("the name of the standard"),
    "bo_tieu_chuan": _("the number of the regulation"),
    "diem_toi_da": _("the most points there are"),
    "xa": _("the commune, on a paper of one commune"),
    "diem_can_dat": _("the points it needs"),
    "diem_xa_cham": _("its own points"),
    "diem_huyen_cham": _("the district's points"),
    "ket_luan_xa": _("the conclusion of its own council"),
    "ket_luan_huyen": _("the conclusion of the review council"),
    "kinh_gui": _("to whom the paper goes"),
    "noi_nhan": _("who receives a copy"),
    "noi_dung": _("the text block by block: each has loai, nhan, chu, hang, tong"),
    "cac_xa": _("the communes of a district's paper, each with xa, diem_can_dat and so on"),
}
