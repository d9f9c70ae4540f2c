"""Storing a publication: inside the transaction of the act that makes it, so that both happen or neither."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from portal.prepared import Prepared
from portal.record import clock
from portal.units.names import fold, sort_key
from public.certificates import certificate_key
from public.leaves import digest, make_leaves, make_salts
from public.models.publication import CurrentPublication, Kind, Publication, PublicationHead
from public.sources import left_out

CHAIN = "publications"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def list_columns(content: Mapping) -> dict:
    """The list columns of a publication, all of which follow from its content."""
    unit, totals = content["unit"], content["totals"]
    decision, certificate = content.get("decision") or {}, content.get("certificate") or {}
    code = certificate.get("code") or ""
    threshold = None if content["threshold"] is None else int(content["threshold"])
    commune_total, district_total = _decimal(totals["commune"]), _decimal(totals["district"])
    total = commune_total if district_total is None else district_total
    counts = None not in (total, threshold) and content["kind"] != Kind.WITHDRAWN
    return {
        "unit_code": unit["code"],
        "district_code": content["district"]["code"],
        "province_code": content["province"]["code"],
        "year": content["year"],
        "kind": content["kind"],
        "state": content["state"],
        "illustrative": content["illustrative"],
        "unit_name": unit["name"],
        "unit_full_name": unit["full_name"],
        "unit_slug": unit["slug"],
        "district_name": content["district"]["name"],
        "district_full_name": content["district"]["full_name"],
        "district_slug": content["district"]["slug"],
        "name_folded": fold(unit["full_name"]),
        "sort_key": sort_key(unit["name"]),
        "class_code": content["class"]["code"],
        "threshold": threshold,
        "commune_total": commune_total,
        "district_total": district_total,
        "margin": total - threshold if counts else None,
        "decision_number": decision.get("number") or "",
        "decision_on": date.fromisoformat(decision["on"]) if decision.get("on") else None,
        "certificate_code": code,
        "certificate_key": certificate_key(code),
    }


# Asked at every act. Without the documents, which are heavy.
_HEAD = Prepared(lambda chain: PublicationHead.objects.select_for_update().filter(chain=chain), "?")
_VERSIONS = Prepared(
    lambda case: (
        Publication.objects.filter(case_id=case).order_by("version").values_list("version", "redactions")
    )
)
_POINTER = Prepared(
    lambda unit, year: CurrentPublication.objects.filter(unit_code=unit, year=year).values_list(
        "pk", "publication__illustrative"
    ),
    "?",
    9999,
)


def _locked_head() -> PublicationHead:
    head = _HEAD.first(CHAIN)
    if head is None:
        # Two first publications at once: one makes the head, the other waits for it.
        PublicationHead.objects.bulk_create([PublicationHead(chain=CHAIN)], ignore_conflicts=True)
        head = _HEAD.get(CHAIN)
    return head


def _point_at(publication: Publication) -> None:
    """Make a publication the one that holds. A made-up result never takes the place of a real one."""
    pointer, illustrative = _POINTER.first(publication.unit_code, publication.year) or (None, None)
    if pointer is None:
        CurrentPublication.objects.create(
            unit_code=publication.unit_code, year=publication.year, publication=publication
        )
    elif illustrative or not publication.illustrative:
        CurrentPublication.objects.filter(pk=pointer).update(publication=publication)


def store(*, case_id: int, event_sequence: int, snapshot: Mapping) -> Publication:
    """Add a publication to the chain and point its unit and year at it.

    Words that a decision took out of an earlier version of the same result are left out of this one too.
    Must run inside a transaction: the caller's act and this row are kept or lost together. The head of
    the chain is locked until that transaction ends. Six queries.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a publication is stored inside the transaction of its act")
    head = _locked_head()
    earlier = _VERSIONS(case_id)
    redactions = [redaction for _version, told in earlier for redaction in told.values()]
    content = left_out(snapshot, event_sequence, redactions)
    salts = make_salts(content)
    publication = Publication(
        sequence=head.sequence + 1,
        previous_digest=head.digest,
        case_id=case_id,
        version=earlier[-1][0] + 1 if earlier else 1,
        event_sequence=event_sequence,
        published_at=clock.now(),
        content=content,
        salts=salts,
        leaves=make_leaves(content, salts),
        **list_columns(content),
    )
    publication.digest = digest(publication.header, publication.leaves)
    publication.save(force_insert=True)
    head.sequence, head.digest = publication.sequence, publication.digest
    head.save(update_fields=["sequence", "digest"])
    _point_at(publication)
    return publication
