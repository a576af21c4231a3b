"""Letters as PDF, written by hand: one page of Helvetica, small enough to carry inside a resource.

The words go in WinAnsi; every letter says at its foot that the person is invented.
"""

from base64 import b64encode
from textwrap import wrap

FOOT = "This letter is part of a rehearsal. The person and the events in it are invented."
TOP, LEFT, STEP, WIDTH = 800, 56, 14, 92
OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>/Contents 4 0 R>>",
    b"",  # the content, different in every letter
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
)


def letter(sender: str, title: str, day: str, about: str, paragraphs: list[str]) -> tuple[str, int]:
    """The letter as base64 and its size in bytes."""
    lines = [
        ("F2", 13, sender),
        ("F1", 10, day),
        ("F1", 10, ""),
        ("F2", 12, title),
        ("F2", 10, about),
        ("F1", 10, ""),
    ]
    for paragraph in paragraphs:
        lines += [("F1", 10, line) for line in wrap(paragraph, WIDTH)]
        lines.append(("F1", 10, ""))
    lines.append(("F1", 8, FOOT))
    pdf = _pdf(_content(lines))
    return b64encode(pdf).decode("ascii"), len(pdf)


def _content(lines: list[tuple[str, int, str]]) -> bytes:
    parts = [f"BT {LEFT} {TOP} Td {STEP} TL"]
    for font, size, text in lines[:52]:
        parts.append(f"/{font} {size} Tf ({_escaped(text)}) Tj T*")
    parts.append("ET")
    return "\n".join(parts).encode("cp1252", "replace")


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf(content: bytes) -> bytes:
    out, at = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(OBJECTS, 1):
        at.append(len(out))
        if not body:
            body = b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in at)
    out += b"trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
