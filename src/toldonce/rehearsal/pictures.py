"""A picture as PNG, drawn by hand: grey shapes that say on their face that they are invented."""

import struct
import zlib
from base64 import b64encode

WIDTH, HEIGHT = 160, 120
LETTERS = {  # five columns of seven dots, the lowest bit on top
    "I": (0, 65, 127, 65, 0), "N": (127, 4, 8, 16, 127), "V": (31, 32, 64, 32, 31), "E": (127, 73, 73, 73, 65),
    "T": (1, 1, 127, 1, 1), "D": (127, 65, 65, 34, 28),
}  # fmt: skip
SAYS, LEFT, TOP, WHITE = "INVENTED", 56, 106, 235


def invented_bone() -> tuple[str, int]:
    """A bone that is broken at its neck, as base64, and its size in bytes."""
    rows = [[_shade(x, y) for x in range(WIDTH)] for y in range(HEIGHT)]
    for place, letter in enumerate(SAYS):
        for x, column in enumerate(LETTERS[letter]):
            for y in range(7):
                if column >> y & 1:
                    rows[TOP + y][LEFT + 6 * place + x] = WHITE
    png = _png(rows)
    return b64encode(png).decode("ascii"), len(png)


def _shade(x: int, y: int) -> int:
    """Grey of a shaft, a neck with a line through it, and a head."""
    head = (x - 108) ** 2 + (y - 34) ** 2 < 400
    shaft = abs(x - 58) < 13 and y > 40
    neck = abs((y - 52) + (x - 66) * 0.45) < 10 and 58 < x < 100
    crack = abs(x - 84 - (y % 7)) < 2
    if (head or shaft or neck) and not (neck and crack):
        return 190 - abs(x - 80) // 3
    return 22 + y // 6


def _png(rows: list[list[int]]) -> bytes:
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    chunks = b"".join(_chunk(name, data) for name, data in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
