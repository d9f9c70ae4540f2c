"""Certificates of recognition: a number without gaps per district and year, a code to verify it by."""

import secrets

from workflow.models import CertificateRegister, Recognition

# Crockford's base 32: no letter that looks like a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def next_number(case) -> str:
    """The next number of the recognising unit's register in the campaign's year, such as "07/GCN-UBND".

    The form is a placeholder until the Ministry's certificate form is at hand (domain §10).
    """
    register, _ = CertificateRegister.objects.get_or_create(
        issuer_id=case.recognising_unit_id, year=case.year, illustrative=case.illustrative
    )
    register = CertificateRegister.objects.select_for_update().get(pk=register.pk)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return f"{register.last_number:02d}/GCN-UBND"


def new_code() -> str:
    """An unguessable code such as "7K3M-92QF-W4DX" for the verification page."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
        code = f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
        if not Recognition.objects.filter(certificate_code=code).exists():
            return code
