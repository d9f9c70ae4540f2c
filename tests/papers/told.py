"""A paper's content as text a person can review."""

from workflow.documents.papers.content import PrintedPaper, Table


def as_text(paper: PrintedPaper) -> str:
    """The paper as it is read, block by block."""
    told = [
        f"[{paper.name}]" + (" [DỮ LIỆU MINH HỌA]" if paper.illustrative else ""),
        " / ".join((*paper.parent, *paper.agency)),
        f"{paper.number} | {paper.place_and_date}",
    ]
    told += [paper.about] if paper.about else []
    told += [f"== {paper.title}", f"== {paper.abstract}"] if paper.title else []
    told += [f"Kính gửi: {one}" for one in paper.addressed]
    for block in paper.body:
        if isinstance(block, Table):
            told += [f"<{block.key}>", " | ".join(column.title for column in block.shape.columns)]
            told += [" | ".join(row) for row in block.rows]
            told += [" | ".join(block.total)] if block.total else []
        else:
            told.append(f"{block.style}: {' '.join(filter(None, [block.label, block.text]))}")
    if paper.left_signature:
        told.append(f"ký trái: {' / '.join(paper.left_signature.lines)} – {paper.left_signature.name}")
    told.append(f"ký: {' / '.join(paper.signature.lines)} – {paper.signature.name}")
    told += list(paper.recipients)
    return "\n".join(line.rstrip() for line in told) + "\n"
