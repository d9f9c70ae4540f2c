"""Signatures in uploaded PDFs, made here by certificates of our own: who, when, untouched, trusted or not."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.generic import NameObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.people.models import User
from portal.record import files
from tests import province
from workflow.documents import signatures
from workflow.documents.signatures import Bytes, Trouble
from workflow.models import Paper, states
from workflow.rules.papers import BAO_CAO
from workflow.simulation.year import illustrative_pdf

NAME = "Nguyễn Thị Bưởi"


@pytest.fixture(scope="module")
def pen(tmp_path_factory):
    """A signer whose certificate vouches for itself, and the file of that certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    usage |= dict.fromkeys(("digital_signature", "content_commitment", "key_cert_sign"), True)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("roots") / "root.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),
    )
    return signer, str(path)


def plain() -> bytes:
    return illustrative_pdf().getvalue()


def signed(pen, content: bytes, field: str = "Ky1") -> bytes:
    made = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)),
        signers.PdfSignatureMetadata(field_name=field),
        signer=pen[0],
    )
    return made.getvalue()


def rewritten(content: bytes) -> bytes:
    """Another page size, added after the signature as PDF editors do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Contents")] = pdf_string("khác")
    writer.update_container(page)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def locked(content: bytes) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    writer.encrypt(owner_pass="chu", user_pass="khach")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def read(content: bytes):
    return signatures.read(io.BytesIO(content))


def test_a_signature_names_its_signer_and_moment(pen):
    [one] = read(signed(pen, plain())).signatures
    assert (one.signer, one.issuer, one.bytes, one.stamped) == (NAME, NAME, Bytes.UNTOUCHED, False)
    assert one.at.utcoffset() is not None


def test_only_the_roots_of_the_setting_make_it_trusted(pen, settings):
    content = signed(pen, plain())
    assert [one.trusted for one in read(content).signatures] == [False]
    for roots, told in [([pen[1]], True), (["/khong-co.pem"], False), (["/khong-co.pem", pen[1]], True)]:
        settings.SIGNATURE_TRUST_ROOTS = roots
        assert [one.trusted for one in read(content).signatures] == [told]


def test_what_happened_since_is_told(pen, settings):
    settings.SIGNATURE_TRUST_ROOTS = [pen[1]]
    once = signed(pen, plain())
    at = once.index(b"%PDF-") + 7
    flipped = once[:at] + bytes([once[at] ^ 1]) + once[at + 1 :]
    for content, told in [
        (once, [(Bytes.UNTOUCHED, True)]),
        (flipped, [(Bytes.CHANGED, False)]),
        (rewritten(once), [(Bytes.CHANGED, False)]),
        (signed(pen, once, "Ky2"), [(Bytes.ADDED, True), (Bytes.UNTOUCHED, True)]),
    ]:
        assert [(one.bytes, one.trusted) for one in read(content).signatures] == told


def test_what_cannot_be_read_is_said_and_nothing_is_guessed(pen):
    once = signed(pen, plain())
    assert read(plain()) == signatures.Reading()
    assert read(locked(plain())).trouble is Trouble.LOCKED
    for content in (once[: len(once) // 2], once[:-40], b"", b"%PDF-1.4\n%%EOF\n", b"\x00" * 5000):
        assert read(content) == signatures.Reading(trouble=Trouble.DAMAGED)


def shown(content: bytes) -> tuple:
    """The page of a paper whose scan has these bytes."""
    case = province.case_in(states.COMMUNE_ASSESSED)
    paper = Paper.objects.get(case=case, kind=BAO_CAO, replaced_by=None)
    stored = files.store(ContentFile(content, "ban-ky.pdf"), by=None)
    Paper.objects.filter(pk=paper.pk).update(file=stored)
    user = User.objects.get(username=f"huyen.{province.DISTRICT}.phong")
    answer = province.sign_in(Client(), user).get(reverse("workspace:paper", args=[paper.pk]))
    assert answer.status_code == 200
    return answer.context["signed"], answer.content.decode()


def test_the_page_of_a_paper_tells_it(pen, settings):
    settings.LANGUAGE_CODE = "vi"
    _reading, page = shown(signed(pen, plain()))
    assert NAME in page and 'data-bytes="untouched"' in page and 'data-trusted="no"' in page
    settings.SIGNATURE_TRUST_ROOTS = [pen[1]]
    assert 'data-trusted="yes"' in shown(signed(pen, plain()))[1]
    assert 'data-bytes="changed"' in shown(rewritten(signed(pen, plain())))[1]
    assert 'data-trouble="locked"' in shown(locked(plain()))[1]
    assert 'data-trouble="damaged"' in shown(signed(pen, plain())[:-40])[1]
    assert "data-trouble" not in shown(plain())[1] and "data-bytes" not in shown(plain())[1]
