"""What `make bench` asks for: a name, an address, and who asks.

Addresses may hold {year} (the newest year with final results), {running} (the year under way),
{district}, {district_slug}, {unit}, {unit_slug} and {case} of the illustrative world. `role` is a
role somebody signed in holds; an empty one is a visitor.
"""

from typing import NamedTuple

from portal.people import roles


class Measure(NamedTuple):
    name: str
    url: str
    role: str = ""


MEASURES = (
    Measure("Home page", "/"),
    Measure("Home page, English", "/en/"),
    Measure("Results of a year", "/ket-qua/{year}/"),
    Measure("Results of a district", "/ket-qua/{year}/{district}-{district_slug}/"),
    Measure("A unit and its years", "/don-vi/{unit}-{unit_slug}/"),
    Measure("A unit in a year", "/don-vi/{unit}-{unit_slug}/{year}/"),
    Measure("How it works", "/quy-trinh/"),
    Measure("My work, commune officer", "/lam-viec/", roles.COMMUNE_OFFICER),
    Measure("My work, district officer", "/lam-viec/", roles.DISTRICT_OFFICER),
    Measure("My work, province officer", "/lam-viec/", roles.PROVINCE_OFFICER),
    Measure("Case list", "/lam-viec/ho-so/", roles.PROVINCE_OFFICER),
    Measure("Case page", "/lam-viec/ho-so/{case}/", roles.PROVINCE_OFFICER),
)
