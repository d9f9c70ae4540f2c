"""A province's own Word template, checked before it is used: what it may name and what a file may hold.

A template is refused with every reason at once. Of the template language only fields, conditions and loops
over lists are taken; no call, no filter, no arithmetic, so that a template can neither reach into the
portal nor run without end.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, nodes

from portal.record.content import DOCX, FileRefused, recognise
from workflow.documents.papers import word
from workflow.documents.papers.content import PrintedPaper, Signature, Table
from workflow.documents.papers.fields import SPEC, TEXT
from workflow.documents.papers.tables import SHAPES

MOST_BYTES = 5 * 1024 * 1024
MOST_XML = 4 * 1024 * 1024
_LOOP = dict.fromkeys(("index", "first", "last"), TEXT)
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_FIELD_CODE = re.compile(rb"(?:<w:instrText[^>]*>|w:instr\s*=\s*[\"'])\s*([^<\"']*)")
_HARMLESS_CODES = re.compile(rb"^(?:(?:PAGE|NUMPAGES|SECTIONPAGES|DATE)\b[^\r\n]{0,40})?$", re.IGNORECASE)
_FOREIGN_PARTS = re.compile(r"/(?:embeddings|afchunk|activeX)", re.IGNORECASE)


class TemplateRefused(ValueError):
    """A template that is not taken; `sentences` say why, in the reader's language."""

    def __init__(self, *sentences: str):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def check(file: BinaryIO) -> None:
    """Refuse a file that is no fit template. Raises TemplateRefused; returns nothing when it may be used."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TemplateRefused(_("A template has at most %(limit)s MB.") % {"limit": MOST_BYTES // 1024**2})
    _check_package(content)
    source = _source(content)
    problems = list(dict.fromkeys(_problems(source)))
    if problems:
        raise TemplateRefused(*problems)
    _try(content)


# The file ---------------------------------------------------------------------------------------


def _check_package(content: bytes) -> None:
    """A Word file without programs, foreign parts or orders to fetch something from elsewhere."""
    try:
        if recognise(io.BytesIO(content), len(content)) is not DOCX:
            raise TemplateRefused(_("A template is a Word file (.docx)."))
    except FileRefused as refused:
        raise TemplateRefused(refused.message) from None
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        if any(_FOREIGN_PARTS.search(f"/{name}") for name in names):
            raise TemplateRefused(_("The file holds embedded objects. Save it without them."))
        told = [package.getinfo(name) for name in names if name.endswith((".xml", ".rels"))]
        if sum(part.file_size for part in told) > MOST_XML:
            raise TemplateRefused(_("The file holds too much text for a template."))
        try:
            parts = [package.read(part) for part in told]
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise TemplateRefused(_("The file is damaged or protected and cannot be read.")) from error
    for part in parts:
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise TemplateRefused(_("The file is damaged or protected and cannot be read."))
        if any(not _LINK.search(one) for one in _EXTERNAL.findall(part)):
            raise TemplateRefused(
                _("The file fetches something from elsewhere. Put it into the file itself.")
            )
        if any(not _HARMLESS_CODES.match(code.strip()) for code in _FIELD_CODE.findall(part)):
            raise TemplateRefused(_("The file holds Word fields other than page numbers. Remove them."))


def _source(content: bytes) -> str:
    """Everything of the file that is filled: body, headers, footers, footnotes and properties."""
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
        told = [template.patch_xml(template.get_xml())]
        for uri in (template.HEADER_URI, template.FOOTER_URI):
            told += [
                template.patch_xml(template.get_part_xml(part))
                for _key, part in template.get_headers_footers(uri)
            ]
        for part in template.docx.part.package.iter_parts():
            if part.content_type.endswith("footnotes+xml"):
                told.append(template.patch_xml(part.blob.decode("utf-8")))
        kept = template.docx.core_properties
        told += [kept.author, kept.comments, kept.identifier, kept.language, kept.subject, kept.title]
        return "\n".join(told)
    except Exception as error:  # whatever a broken package makes the libraries raise
        raise TemplateRefused(_("The file is damaged or protected and cannot be read.")) from error


# The language -----------------------------------------------------------------------------------


def _problems(source: str) -> Iterator[str]:
    """Every reason against the template's text."""
    try:
        tree = word.environment().parse(source)
    except TemplateSyntaxError as error:
        yield _("A mark of the template is not closed or not understood: %(what)s") % {"what": error.message}
        return
    if not any(tree.find_all(nodes.Name)):
        yield _("The file names no field, such as {{ so }}; it would be the same for every commune.")
        return
    yield from _walk(tree, dict(SPEC), inside=False)


def _walk(node: nodes.Node, scope: dict, *, inside: bool) -> Iterator[str]:
    if isinstance(node, nodes.For):
        yield from _loop(node, scope, inside=inside)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        _type, wrong = _field(node, scope)
        yield from wrong
        return
    if not isinstance(node, _PLAIN):
        yield _("Templates take fields, conditions and lists only; not: %(what)s") % {"what": _called(node)}
        return
    for child in node.iter_child_nodes():
        yield from _walk(child, scope, inside=inside)


def _loop(node: nodes.For, scope: dict, *, inside: bool) -> Iterator[str]:
    kind, wrong = _field(node.iter, scope)
    yield from wrong
    if wrong:
        return
    name = node.target.name if isinstance(node.target, nodes.Name) else ""
    if not isinstance(kind, list) or not name or node.test or node.recursive:
        yield _("“%(what)s” is no list to go through.") % {"what": _written(node.iter)}
        return
    if inside and isinstance(node.iter, nodes.Name):
        yield _("The list “%(what)s” stands inside another list.") % {"what": _written(node.iter)}
        return
    own = scope | {name: kind[0], "loop": _LOOP}
    for child in (*node.body, *node.else_):
        yield from _walk(child, own, inside=True)


def _field(node: nodes.Node, scope: dict) -> tuple[object, list[str]]:
    """What a field holds, or the sentence that names it as unknown."""
    if isinstance(node, nodes.Name) and node.name in scope:
        return scope[node.name], []
    if isinstance(node, nodes.Getattr):
        kind, wrong = _field(node.node, scope)
        if wrong:
            return None, wrong
        if isinstance(kind, dict) and node.attr in kind:
            return kind[node.attr], []
    elif not isinstance(node, nodes.Name):
        return None, [
            _("Templates take fields, conditions and lists only; not: %(what)s") % {"what": _called(node)}
        ]
    return None, [_("Unknown field: “%(field)s”.") % {"field": _written(node)}]


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return getattr(node, "name", "") or _called(node)


def _called(node: nodes.Node) -> str:
    """A piece of the template language by its name, with what it is used on."""
    named = getattr(node, "name", "") or getattr(getattr(node, "node", None), "name", "")
    return f"{type(node).__name__} {named}".strip()


# The trial --------------------------------------------------------------------------------------


def sample() -> PrintedPaper:
    """A paper with something in every field and every table, to try a template with."""
    tables = tuple(
        Table(key, (tuple("…" for _ in shape.columns),), tuple("…" for _ in shape.columns))
        for key, shape in SHAPES.items()
    )
    return PrintedPaper(
        kind="",
        name="…",
        parent=("…",),
        agency=("…",),
        number="…",
        place_and_date="…",
        title="…",
        abstract="…",
        body=tables,
        signature=Signature(("…",), "…"),
        left_signature=Signature(("…",), "…"),
        recipients=("…",),
        addressed=("…",),
        illustrative=True,
        communes=({},),
    )


def _try(content: bytes) -> None:
    """Fill it once: what does not make a Word file now would not make one in November."""
    try:
        word.made(sample(), io.BytesIO(content))
    except TemplateError as error:
        raise TemplateRefused(
            _("The template cannot be filled: %(what)s") % {"what": error.message or type(error).__name__}
        ) from error
    except Exception as error:  # marks across rows or cells leave XML that no library can read
        raise TemplateRefused(
            _("The template cannot be filled: a list or a condition begins and ends in different places.")
        ) from error
