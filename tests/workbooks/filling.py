"""A spreadsheet program of our own: opens a workbook's package, writes cells as Excel would, saves it."""

import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal

from lxml import etree

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Formula(str):
    """A formula without its "="; its value is what a program would have worked out."""

    value = 1.0


def filled(content: bytes, cells: Mapping[tuple[str, str], object]) -> bytes:
    """The workbook with some cells written: {("Xã Hiếu", "F6"): 42}. None empties a cell."""
    names = _parts(content)
    by_part: dict[str, dict[str, object]] = {}
    for (sheet, reference), value in cells.items():
        by_part.setdefault(names[sheet], {})[reference] = value

    def change(name: str, part: bytes) -> bytes:
        if name not in by_part:
            return part
        tree = etree.fromstring(part)
        for reference, value in by_part[name].items():
            _write(_cell(tree, reference), value)
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    return repacked(content, change)


def repacked(
    content: bytes, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes] = {}
) -> bytes:
    """The package with each part changed (None leaves it out) and some parts added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if (changed := change(part.filename, old.read(part))) is not None:
                new.writestr(part.filename, changed)
        for name, part in more.items():
            new.writestr(name, part)
    return file.getvalue()


def _parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = etree.fromstring(package.read("xl/workbook.xml"))
        links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): f"xl/{link.get('Target')}" for link in links}
    return {sheet.get("name"): targets[sheet.get(f"{RELATIONS}id")] for sheet in book.iter(f"{SPACE}sheet")}


def _cell(tree, reference: str):
    number = "".join(filter(str.isdigit, reference))
    row = next((row for row in tree.iter(f"{SPACE}row") if row.get("r") == number), None)
    if row is None:
        row = etree.SubElement(tree.find(f"{SPACE}sheetData"), f"{SPACE}row", r=number)
    found = next((cell for cell in row if cell.get("r") == reference), None)
    return etree.SubElement(row, f"{SPACE}c", r=reference) if found is None else found


def _write(cell, value) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, Formula):
        etree.SubElement(cell, f"{SPACE}f").text = str(value)
        etree.SubElement(cell, f"{SPACE}v").text = repr(value.value)
    elif isinstance(value, bool):
        cell.set("t", "b")
        etree.SubElement(cell, f"{SPACE}v").text = str(int(value))
    elif isinstance(value, int | float | Decimal):
        etree.SubElement(cell, f"{SPACE}v").text = str(value)
    else:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{SPACE}is"), f"{SPACE}t")
        text.text = value
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
