"""Putting the data files into the tables. Loading again adds what is missing and changes nothing else."""

import csv
import gzip
import io
from collections import defaultdict
from pathlib import Path

from django.db import transaction

from portal.units import history, names
from portal.units.models import Body, ClassListing, Lineage, ListedClass, Tier, Unit, UnitSpan

DATA = Path(__file__).parent / "data"
KON_TUM = "62"
_LISTED = {"vùng cao": ListedClass.VUNG_CAO, "miền núi": ListedClass.MIEN_NUI}
_BATCH = 1000


def read_rows(path: Path) -> list[dict]:
    """Rows of a CSV file, packed or not, by column."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@transaction.atomic
def load(country: bool = False) -> dict[str, int]:
    """Load Kon Tum, or with it the whole country. Gives how many rows of each table were added.

    A unit that has spans already is left as it is, so that what officials corrected stays. Raises
    history.DataFault when the files contradict themselves.
    """
    rows = {row["code"]: row for row in read_rows(DATA / "vietnam" / "units.csv.gz")} if country else {}
    rows |= {row["code"]: row for row in read_rows(DATA / "kon-tum" / "units.csv")}
    changes = [history.read_change(row) for row in read_rows(DATA / "kon-tum" / "units-history.csv")]
    added = {"units": _add_units(rows.values())}
    ids = dict(Unit.objects.values_list("code", "id"))
    added["spans"] = _add_spans(rows.values(), changes, ids)
    added["lineages"] = _add_lineages(changes, ids)
    added["listings"] = _add_listings(ids)
    added["bodies"] = _add_bodies(ids)
    return added


def _add_units(rows) -> int:
    known = set(Unit.objects.values_list("code", flat=True))
    missing = [Unit(code=row["code"], tier=row["tier"]) for row in rows if row["code"] not in known]
    Unit.objects.bulk_create(missing, batch_size=_BATCH)
    return len(missing)


def _add_spans(rows, changes: list[history.Change], ids: dict[str, int]) -> int:
    known = set(UnitSpan.objects.values_list("code", flat=True))
    of_unit = defaultdict(list)
    for change in changes:
        of_unit[change.code].append(change)
    spans = [
        _span(planned, ids)
        for row in rows
        if row["code"] not in known
        for planned in history.planned_spans(row, of_unit[row["code"]])
    ]
    UnitSpan.objects.bulk_create(spans, batch_size=_BATCH)
    return len(spans)


def _span(planned: history.PlannedSpan, ids: dict[str, int]) -> UnitSpan:
    return UnitSpan(
        unit_id=ids[planned.code],
        code=planned.code,
        tier=planned.tier,
        kind=planned.kind,
        name=planned.name,
        parent_id=ids[planned.parent] if planned.parent else None,
        valid_from=planned.valid_from,
        valid_until=planned.valid_until,
        date_precision=planned.precision,
        decision=planned.decision,
        source=planned.source,
    ).derive()


def _add_lineages(changes: list[history.Change], ids: dict[str, int]) -> int:
    known = set(Lineage.objects.values_list("from_unit", "to_unit", "date"))
    missing = [
        Lineage(
            from_unit_id=ids.get(planned.from_code),
            to_unit_id=ids[planned.to_code],
            kind=planned.kind,
            date=planned.date,
            date_precision=planned.precision,
            decision=planned.decision,
            source=planned.source,
        )
        for planned in history.planned_lineage(changes)
        if (ids.get(planned.from_code), ids[planned.to_code], planned.date) not in known
    ]
    Lineage.objects.bulk_create(missing)
    return len(missing)


def _add_listings(ids: dict[str, int]) -> int:
    known = set(ClassListing.objects.values_list("unit", "decision", "listed_class"))
    missing = []
    for row in read_rows(DATA / "kon-tum" / "classifications.csv"):
        listed_class = _LISTED.get(row["class"], ListedClass.CT135)
        if (ids[row["code"]], row["decision"], listed_class) in known:
            continue
        begins, ends = history.listed_period(row["period"])
        spelling = f"Trong danh sách ghi: {row['name_in_source']}"
        missing.append(
            ClassListing(
                unit_id=ids[row["code"]],
                listed_class=listed_class,
                wording=row["class"],
                decision=row["decision"],
                valid_from=begins,
                valid_until=ends,
                source=row["source_url"],
                note="; ".join(filter(None, [spelling, row["note"]])),
                hint=True,
            )
        )
    ClassListing.objects.bulk_create(missing)
    return len(missing)


def _add_bodies(ids: dict[str, int]) -> int:
    """Bodies of Kon Tum: at the province, and the same offices at each of its districts."""
    province = ids[KON_TUM]
    known = set(Body.objects.values_list("unit", "code"))
    last = UnitSpan.objects.filter(valid_until__isnull=True)
    units = [*last.filter(unit=province), *last.filter(parent=province, tier=Tier.DISTRICT)]
    offices = read_rows(DATA / "kon-tum" / "bodies.csv")
    missing = [
        _body(span, office, order)
        for span in units
        for order, office in enumerate(offices)
        if office["tier"] == span.tier and (span.unit_id, office["code"]) not in known
    ]
    Body.objects.bulk_create(missing)
    return len(missing)


def _body(span: UnitSpan, office: dict, order: int) -> Body:
    place = names.KIND_NAMES[span.kind]
    return Body(
        unit_id=span.unit_id,
        code=office["code"],
        kind=office["kind"],
        name=office["name"].format(unit=f"{place} {span.name}"),
        short_name=office["short_name"].format(unit=place),
        name_en=office["name_en"],
        criteria=[int(number) for number in office["criteria"].split()],
        order=order,
    )
