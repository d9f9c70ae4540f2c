"""What an act is given besides the case, the action and the actor."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.people.models import Grant
from portal.record.models import StoredFile
from portal.units.models import Unit
from workflow.models import Decision


@dataclass(frozen=True)
class DecisionData:
    """A decision as it stands on paper, not yet in the books: number, kind ("QĐ" or "TB"), date, file."""

    issuer: Unit
    kind: str
    number: str
    signed_on: date
    file: StoredFile | None = None


@dataclass(frozen=True)
class Inputs:
    """Everything an official may give. `on` is the act date; None means today.

    `signatory` is the grant of the chair who signed when an officer records the act from paper; None
    means the actor acts in person. `expected_event` is the case's head event the actor saw.
    """

    on: date | None = None
    reason: str = ""
    late_reason: str = ""
    legal_basis: str = ""
    exception_reason: str = ""
    decision: Decision | DecisionData | None = None
    signatory: Grant | None = None
    level: int | None = None
    amount: Decimal | None = None
    class_code: str = ""
    class_source: str = ""
    expected_event: int | None = None
