"""Half the size of a tagged PDF: its many small objects in compressed streams (ISO 32000-1 §7.5.7).

Typst writes every element of the structure tree by itself and uncompressed. Only files that
typst has just written come here: a classic table of offsets, one section, nothing encrypted.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

AT_ONCE = 200  # objects in one stream
ENTRY = 20  # bytes of a line in the table of offsets
IN_USE = b"n"
Found = dict[int, bytes]
Place = tuple[int, int, int]  # as in a cross-reference stream: kind, offset or stream, place in it


def packed(raw: bytes) -> bytes:
    """The same document; streams stay as they are."""
    start = int(raw[raw.rindex(b"startxref") + 9 :].split()[0])
    found, trailer = _objects(raw, start)
    loose = {number: body for number, body in found.items() if not body.endswith(b"endstream")}
    out = bytearray(raw[: raw.index(b"\n", raw.index(b"%", 5)) + 1])
    places: dict[int, Place] = {0: (0, 0, 65535)}
    for number, body in found.items():
        if number not in loose:
            places[number] = (1, len(out), 0)
            out += _object(number, body)
    last = max(found)
    for some in _portions(sorted(loose)):
        last += 1
        places[last] = (1, len(out), 0)
        places |= {number: (2, last, at) for at, number in enumerate(some)}
        out += _object(last, _object_stream(some, loose))
    places[last + 1] = (1, len(out), 0)
    return bytes(out) + _closing(last + 1, places, trailer, len(out))


def _objects(raw: bytes, start: int) -> tuple[Found, bytes]:
    """number → what stands between "obj" and "endobj"; and the inside of the trailer."""
    head, table = raw[start:].split(b"\n", 2)[1], raw[start:].split(b"\n", 2)[2]
    first, n = map(int, head.split())
    lines = [table[at * ENTRY : (at + 1) * ENTRY] for at in range(n)]
    offsets = {first + at: int(line[:10]) for at, line in enumerate(lines) if line[17:18] == IN_USE}
    order = sorted(offsets, key=lambda number: offsets[number])
    ends = [*(offsets[one] for one in order[1:]), start]
    found = {
        number: _inside(raw[offsets[number] : end]) for number, end in zip(order, ends, strict=True)
    }
    trailer = raw[raw.index(b"trailer", start) + 7 : raw.rindex(b"startxref")].strip()
    return found, re.sub(rb"/Size \d+", b"", trailer.removeprefix(b"<<").removesuffix(b">>"))


def _inside(whole: bytes) -> bytes:
    return whole[whole.index(b"obj") + 3 : whole.rindex(b"endobj")].strip(b"\r\n ")


def _portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(numbers), AT_ONCE):
        yield numbers[at : at + AT_ONCE]


def _object_stream(numbers: Sequence[int], loose: Found) -> bytes:
    at, index = 0, []
    for number in numbers:
        index.append(f"{number} {at}")
        at += len(loose[number]) + 1
    head = " ".join(index).encode() + b"\n"
    inner = head + b"\n".join(loose[number] for number in numbers)
    return _stream(f"/Type /ObjStm /N {len(numbers)} /First {len(head)}".encode(), inner)


def _closing(number: int, places: dict[int, Place], trailer: bytes, at: int) -> bytes:
    size = number + 1
    rows = [places.get(one, (0, 0, 65535)) for one in range(size)]
    table = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + inner.to_bytes(2, "big")
        for kind, where, inner in rows
    )
    own = f"/Type /XRef /Size {size} /W [1 4 2] ".encode()
    body = _object(number, _stream(own + trailer.strip(), table))
    return body + f"startxref\n{at}\n%%EOF\n".encode()


def _stream(entries: bytes, inner: bytes) -> bytes:
    small = zlib.compress(inner, 9)
    head = b"<< " + entries + f" /Filter /FlateDecode /Length {len(small)} >>".encode()
    return head + b"\nstream\n" + small + b"\nendstream"


def _object(number: int, body: bytes) -> bytes:
    return f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
