"""A province's own template: filled from a closed set of fields, refused when it wants anything else."""

import io
import zipfile

import docx
import pytest

from scripts import paper_templates as workshop
from tests.papers.test_printed import bare, text_of
from workflow.documents.papers import shapes, word
from workflow.documents.papers.checking import MOST_BYTES, TemplateRefused, check
from workflow.documents.papers.fields import SPEC
from workflow.documents.papers.kinds import KINDS
from workflow.workspace.paper_templates.meanings import MEANINGS


def template(*lines: str, header: str = "") -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(name: str, content: bytes, base: bytes | None = None, replace: bool = False) -> bytes:
    """A Word file with one more part, or one changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or template("{{ so }}"))) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content)
    return made.getvalue()


def refusal(content: bytes) -> tuple[str, ...]:
    with pytest.raises(TemplateRefused) as told:
        check(io.BytesIO(content))
    return told.value.sentences


@pytest.mark.parametrize("kind", KINDS)
def test_what_ships_passes_its_own_check_and_is_what_the_workshop_makes(kind):
    with shapes.shipped(kind).open("rb") as file:
        check(file)
    with zipfile.ZipFile(shapes.shipped(kind)) as shipped:
        kept = {name: shipped.read(name) for name in shipped.namelist()}
    anew = io.BytesIO()
    workshop.made(kind).save(anew)
    with zipfile.ZipFile(anew) as made:
        assert {name: made.read(name) for name in made.namelist()} == kept


def test_no_template_is_left_over():
    assert {path.stem for path in shapes.FOLDER.glob("*.docx")} == set(KINDS)


def test_a_template_of_the_provinces_own_wording_is_filled():
    own = template(
        "{{ co_quan }}",
        "Kính gửi đồng chí, {{ xa }} {% if ve_viec %}({{ ve_viec }}){% endif %}",
        "{%p for d in noi_dung %}",
        "{{ loop.index }}. {{ d.chu }}",
        "{%p endfor %}",
    )
    check(io.BytesIO(own))
    told = text_of(word.made(bare(about="V/v thử", fields={"xa": "xã Đắk Long"}), io.BytesIO(own)))
    assert "Kính gửi đồng chí, xã Đắk Long (V/v thử)" in told
    assert "1. Nội dung./." in told


def test_the_mark_of_made_up_data_does_not_depend_on_the_template():
    own = template("{{ so }}", header="Mẫu của tỉnh")
    made = docx.Document(io.BytesIO(word.made(bare(illustrative=True), io.BytesIO(own))))
    assert [p.text for p in made.sections[0].header.paragraphs] == ["Mẫu của tỉnh", word.MADE_UP]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{{ ten_chu_tich }}", "ten_chu_tich"),
        ("{{ so.dai }}", "so.dai"),
        ("{% for d in noi_dung %}{{ d.khong_co }}{% endfor %}", "d.khong_co"),
        ("{% for d in noi_dung %}{% for h in d.hang %}{{ h.o9 }}{% endfor %}{% endfor %}", "h.o9"),
        ("{% if chua_biet %}x{% endif %}", "chua_biet"),
        ("{% for x in khong_biet %}{{ x }}{% endfor %}", "khong_biet"),
        ("{{ d.chu }}", "d"),
    ],
)
def test_an_unknown_field_is_named(line, named):
    (said,) = refusal(template("{{ so }}", line))
    assert f"“{named}”" in said


def test_every_unknown_field_is_named_at_once_also_in_the_header():
    said = refusal(template("{{ mot }}", "{{ hai }}", header="{{ ba }}"))
    assert [any(f"“{name}”" in one for one in said) for name in ("mot", "hai", "ba")] == [True] * 3


ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ so.__class__ }}",
    "{{ so.__init__.__globals__ }}",
    "{{ so['__class__'] }}",
    "{{ so|attr('__class__') }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ so.format(so) }}",
    "{{ noi_nhan.append('x') }}",
    "{% for i in range(100000000) %}x{% endfor %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{% for a in noi_dung %}{% for b in noi_dung %}{{ b.chu }}{% endfor %}{% endfor %}",
    "{% for a in noi_dung recursive %}{{ loop(noi_dung) }}{% endfor %}",
    "{% set x = so %}{{ x }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as o %}",
    "{% extends 'x' %}",
    "{{ so|safe }}",
    "{% autoescape false %}{{ so }}{% endautoescape %}",
    "{% filter upper %}{{ so }}{% endfilter %}",
    "{{ so if so else so }}",
    "{{ so ~ so }}",
    "{{ [so] }}",
    "{% for so in so %}{{ so }}{% endfor %}",
    "{{ so",
    "{% if so %}",
    "{% endfor %}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_with_a_sentence(attack):
    for content in (template("{{ so }}", attack), template("{{ so }}", header=attack)):
        said = refusal(content)
        assert said and all(len(one) > 10 for one in said)


def test_an_attack_in_the_properties_is_refused():
    document = docx.Document()
    document.add_paragraph("{{ so }}")
    document.core_properties.title = "{{ so.__class__ }}"
    made = io.BytesIO()
    document.save(made)
    assert refusal(made.getvalue())


def test_the_sandbox_holds_even_a_template_that_was_never_checked():
    for attack in ("{{ so.__class__ }}", "{{ ''.__class__ }}", "{{ range(3) }}", "{{ khong_co }}"):
        with pytest.raises(Exception) as told:
            word.made(bare(), io.BytesIO(template(attack)))
        assert type(told.value).__module__.startswith("jinja2")


def test_text_that_looks_like_a_field_is_text():
    told = text_of(word.made(bare(number="{{ noi_nhan }}"), io.BytesIO(template("{{ so }}"))))
    assert told.strip() == "{{ noi_nhan }}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a package",
        b"%PDF-1.4\n%%EOF\n",
        template("không có trường nào"),
        template("{{ so }}")[:2000],
        b"x" * (MOST_BYTES + 1),
        with_part("word/vbaProject.bin", b"x"),
        with_part("word/embeddings/oleObject1.bin", b"x"),
        with_part("word/afchunk.mht", b"x"),
        with_part("word/document.xml", b"<w:document", replace=True),
        with_part("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', replace=True),
        with_part("word/large.xml", b"<a>" + b" " * 5_000_000 + b"</a>"),
    ],
)
def test_a_file_that_is_no_template_is_refused(content):
    assert refusal(content)


def test_nothing_is_fetched_from_elsewhere_and_no_word_field_runs():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://x/a.dotm" '
        b'TargetMode="External"/>'
        b"</Relationships>"
    )
    assert refusal(with_part("word/_rels/settings.xml.rels", rels))
    document = docx.Document()
    workshop._field(document.add_paragraph("{{ so }}"), 'DDEAUTO c:\\\\windows\\\\cmd.exe "/k x"')
    made = io.BytesIO()
    document.save(made)
    assert refusal(made.getvalue())


def test_marks_that_cross_rows_are_refused():
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "{% for d in noi_dung %}{{ d.chu }}"
    table.rows[0].cells[1].text = "{% endfor %}"
    made = io.BytesIO()
    document.save(made)
    content = made.getvalue()
    try:
        check(io.BytesIO(content))
    except TemplateRefused as refused:
        assert refused.sentences
    else:
        assert text_of(word.made(bare(), io.BytesIO(content)))


def test_the_fields_are_told_to_the_officer():
    assert set(MEANINGS) == set(SPEC)
