"""Requests that are malformed, ambiguous or at the edge, each with the clause that decides.

`REFUSED` get exactly one answer, of one of the statuses, and their connection ends: nothing behind them is read as a
request. `TAKEN` get exactly the answers named, in order. Behind each stands `NEXT`, which a wrong reading would answer too
often or not at all; it ends the connection, so that no test waits."""

import dataclasses

from support.wire import FOCAL_BODY as BODY
from support.wire import get

L = str(len(BODY)).encode()
POST = b"POST /v1/losses/focal HTTP/1.1\r\n"
HOST = b"Host: a\r\n"
NEXT = get("/livez", "Connection: close")
LENGTH = b"Content-Length: " + L + b"\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    clause: str
    data: bytes
    wanted: tuple[int, ...]


def post(name, clause, fields, body=BODY, wanted=(400,)):
    """A POST with these field lines."""
    return Row(name, clause, POST + fields + b"\r\n" + body, wanted)


def line(name, clause, text, wanted=(400,), fields=HOST):
    """A request line, and no body."""
    return Row(name, clause, text + b"\r\n" + fields + b"\r\n", wanted)


def length(name, value, wanted=(400,), clause="RFC 9110 §8.6"):
    return post("Content-Length: " + name, clause, HOST + b"Content-Length: " + value + b"\r\n", wanted=wanted)


def coding(name, value, wanted=(400,), clause="RFC 9112 §6.1"):
    return post("Transfer-Encoding: " + name, clause, HOST + b"Transfer-Encoding: " + value + b"\r\n", CHUNKS, wanted)


def chunk(name, data, wanted=(400,), clause="RFC 9112 §7.1"):
    return post("chunk: " + name, clause, HOST + CHUNKED, data, wanted)


def field(name, text, wanted=(400,), clause="RFC 9110 §5.5"):
    return post(name, clause, HOST + text + b"\r\n" + LENGTH, wanted=wanted)


REFUSED = [
    # Two lengths, or none that is certain.
    post("Content-Length, then Transfer-Encoding", "RFC 9112 §6.3", HOST + LENGTH + CHUNKED, CHUNKS),
    post("Transfer-Encoding, then Content-Length", "RFC 9112 §6.3", HOST + CHUNKED + b"Content-Length: 4\r\n", CHUNKS),
    Row("Transfer-Encoding in HTTP/1.0", "RFC 9112 §6.1",
        POST.replace(b"1.1", b"1.0") + HOST + CHUNKED + b"\r\n" + CHUNKS, (400,)),
    coding("xchunked", b"xchunked"), coding("chunkedx", b"chunkedx"), coding("gzip, chunked", b"gzip, chunked"),
    coding("chunked, chunked", b"chunked, chunked"), coding("chunked;x", b"chunked;x"), coding("identity", b"identity"),
    coding("nothing", b""), coding("vertical tab before", b"\x0bchunked"), coding("form feed behind", b"chunked\x0c"),
    coding("NUL behind", b"chunked\0x", clause="RFC 9110 §5.5"), coding("folded", b"\r\n chunked", clause="RFC 9112 §5.2"),
    coding("quoted", b'"chunked"'), coding("chunk ed", b"chunk ed"),
    coding("twice", b"chunked\r\nTransfer-Encoding: chunked"),
    coding("twice, the second gzip", b"chunked\r\nTransfer-Encoding: gzip"),
    length("list of two", L + b", " + L, clause="RFC 9112 §6.3"), length("signed", b"+" + L), length("negative", b"-1"),
    length("hexadecimal", b"0x32"), length("with a blank inside", b"5 0"), length("empty", b""),
    length("2^64", b"18446744073709551616", (413,)), length("2^64 - 1", b"18446744073709551615", (413,)),
    length("2^63", b"9223372036854775808", (413,)), length("1000 digits", b"9" * 1000, (413,)),
    length("fraction", L + b".0"), length("exponent", b"5e1"), length("vertical tab behind", L + b"\x0b"),
    length("NUL, then a digit", L + b"\0" + b"0", clause="RFC 9110 §5.5"),
    length("0, NUL, then digits", b"0\0" + L, clause="RFC 9110 §5.5"),
    length("folded", b"\r\n " + L, clause="RFC 9112 §5.2"), length("letters", b"abc"),
    length("not ASCII digits", "٥٠".encode()),
    post("Content-Length twice, different", "RFC 9112 §6.3", HOST + LENGTH + b"Content-Length: 3\r\n"),
    post("Content-Length twice, 0 and more", "RFC 9112 §6.3", HOST + b"Content-Length: 0\r\n" + LENGTH),
    # Field lines.
    field("empty field name", b": x", clause="RFC 9110 §5.1"),
    field("NUL begins a line", b"\0X: y", clause="RFC 9110 §5.1"),
    field("bare CR in a value", b"X: a\rContent-Length: 3"), field("bare CR ends a value", b"X: a\r"),
    field("bare LF in a value", b"X: a\nContent-Length: 3", clause="RFC 9112 §2.2"),
    field("NUL in a value", b"X: a\0b"), field("DEL in a value", b"X: a\x7fb"), field("bell in a value", b"X: \x07"),
    field("escape in a value", b"X: \x1b[0m"),
    field("folded value", b"X: a\r\n b", clause="RFC 9112 §5.2"),
    field("folded by a tab", b"X: a\r\n\tb", clause="RFC 9112 §5.2"),
    field("fold that holds a length", b"X: a\r\n Content-Length: 3", clause="RFC 9112 §5.2"),
    field("line of one blank", b" ", clause="RFC 9112 §5.2"),
    field("line without a colon", b"Nonsense", clause="RFC 9112 §5"),
    field("parentheses in a name", b"X(y): z", clause="RFC 9110 §5.1"),
    field("NUL in a name", b"X\0y: z", clause="RFC 9110 §5.1"), field("high byte in a name", b"X\xe9: z", clause="RFC 9110 §5.1"),
    field("blank in a name", b"X y: z", clause="RFC 9110 §5.1"), field("quotation mark in a name", b'"X": z', clause="RFC 9110 §5.1"),
    field("slash in a name", b"X/y: z", clause="RFC 9110 §5.1"),
    field("high byte behind Content-Length", b"Content-Length\xe9: 3", clause="RFC 9110 §5.1"),
    field("tab before the colon", b"Content-Length\t: 3", clause="RFC 9112 §5.1"),
    field("blank before the colon", b"Content-Length : 3", clause="RFC 9112 §5.1"),
    field("blank before the colon of Transfer-Encoding", b"Transfer-Encoding : chunked", clause="RFC 9112 §5.1"),
    Row("blank before the first field", "RFC 9112 §2.2", POST + b" X: y\r\n" + HOST + LENGTH + b"\r\n" + BODY, (400,)),
    Row("bare CR ends a line", "RFC 9112 §2.2", POST + b"Host: a\r" + LENGTH + b"\r\n" + BODY, (400,)),
    Row("bare CR ends the request line", "RFC 9112 §2.2", POST[:-1] + HOST + LENGTH + b"\r\n" + BODY, (400,)),
    Row("bare LF everywhere", "RFC 9112 §2.2", (POST + HOST + LENGTH + b"\r\n").replace(b"\r\n", b"\n") + BODY, (400,)),
    Row("CR CR LF ends the head", "RFC 9112 §2.2", POST + HOST + LENGTH + b"\r\r\n" + BODY, (400,)),
    # Host.
    post("no Host", "RFC 9112 §3.2", LENGTH), post("Host twice", "RFC 9112 §3.2", HOST + HOST + LENGTH),
    post("Host twice, different", "RFC 9112 §3.2", HOST + b"Host: b\r\n" + LENGTH),
    post("Host with a blank", "RFC 9112 §3.2", b"Host: a b\r\n" + LENGTH),
    post("Host with a path", "RFC 9112 §3.2", b"Host: a/b\r\n" + LENGTH),
    post("Host with a user", "RFC 9112 §3.2", b"Host: c@d\r\n" + LENGTH),
    post("Host with a query", "RFC 9112 §3.2", b"Host: a?b\r\n" + LENGTH),
    post("Host of high bytes", "RFC 9112 §3.2", b"Host: \xc3\xa9\r\n" + LENGTH),
    # Request lines.
    line("NUL in the target", "RFC 9112 §3.2", b"GET /livez\0x HTTP/1.1"),
    line("blank in the target", "RFC 9112 §3.2", b"GET /livez x HTTP/1.1"),
    line("DEL in the target", "RFC 9112 §3.2", b"GET /livez\x7f HTTP/1.1"),
    line("two blanks", "RFC 9112 §3", b"GET  /livez HTTP/1.1"), line("blank at the end", "RFC 9112 §3", b"GET /livez HTTP/1.1 "),
    line("two blanks before the version", "RFC 9112 §3", b"GET /livez  HTTP/1.1"),
    line("tabs", "RFC 9112 §3", b"GET\t/livez\tHTTP/1.1"), line("blank before the method", "RFC 9112 §2.2", b" GET /livez HTTP/1.1"),
    line("no target", "RFC 9112 §3", b"GET HTTP/1.1"), line("no version (HTTP/0.9)", "RFC 9112 §3", b"GET /livez"),
    line("HTTP/2 preface", "RFC 9113 §3.4", b"PRI * HTTP/2.0", (505,)), line("HTTP/3.0", "RFC 9110 §15.6.6", b"GET /livez HTTP/3.0", (505,)),
    line("HTTP/9.9", "RFC 9110 §15.6.6", b"GET /livez HTTP/9.9", (505,)), line("HTTP/0.9", "RFC 9110 §15.6.6", b"GET /livez HTTP/0.9", (505,)),
    line("HTTP/1.10", "RFC 9112 §2.3", b"GET /livez HTTP/1.10"), line("HTTP/01.1", "RFC 9112 §2.3", b"GET /livez HTTP/01.1"),
    line("http/1.1", "RFC 9112 §2.3", b"GET /livez http/1.1"), line("XTTP/1.1", "RFC 9112 §2.3", b"GET /livez XTTP/1.1"),
    line("HTTP/1", "RFC 9112 §2.3", b"GET /livez HTTP/1"), line("HTTP/1.x", "RFC 9112 §2.3", b"GET /livez HTTP/1.x"),
    line("parenthesis in the method", "RFC 9110 §9.1", b"G(T /livez HTTP/1.1"),
    line("NUL in the method", "RFC 9110 §9.1", b"G\0T /livez HTTP/1.1"),
    line("TLS where plain text is spoken", "RFC 8446 §5.1", bytes.fromhex("16030100c8010000c40303") + bytes(190)),
    line("every byte there is", "RFC 9112 §3", bytes(range(256)) * 4),
    Row("40 empty lines", "RFC 9112 §2.2", b"\r\n" * 40 + get("/livez"), (400,)),
    Row("bare LF before a request", "RFC 9112 §2.2", b"\n" + get("/livez"), (400,)),
    # Sizes that libmicrohttpd answers twice, late or never.
    line("query of 493 items", "RFC 9112 §3", b"GET /livez?" + b"a&" * 493 + b" HTTP/1.1", (414,)),
    line("query of 5000 items", "RFC 9112 §3", b"GET /livez?" + b"a&" * 5000 + b" HTTP/1.1", (414,)),
    line("target of 30 kB", "RFC 9112 §3", b"GET /" + b"a" * 30000 + b" HTTP/1.1", (414,)),
    line("method of 30 kB", "RFC 9112 §3", b"A" * 30000 + b" /livez HTTP/1.1", (431,)),
    line("500 cookies", "RFC 6585 §5", b"GET /livez HTTP/1.1", (431,), HOST + b"Cookie: " + b"a=b;" * 500 + b"\r\n"),
    line("cookie of 20 kB", "RFC 6585 §5", b"GET /livez HTTP/1.1", (431,), HOST + b"Cookie: " + b"a" * 20000 + b"\r\n"),
    line("field of 32,500 bytes", "RFC 6585 §5", b"GET /livez HTTP/1.1", (431,), HOST + b"X: " + b"a" * 32500 + b"\r\n"),
    line("field of 100 kB", "RFC 6585 §5", b"GET /livez HTTP/1.1", (431,), HOST + b"X: " + b"a" * 100000 + b"\r\n"),
    line("5000 fields", "RFC 6585 §5", b"GET /livez HTTP/1.1", (431,), HOST + b"a:b\r\n" * 5000),
    # Chunks.
    chunk("bare LF in an extension", b"%x;a\nb\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    chunk("bare LF behind the size", b"%x\n%s\n0\n\n" % (len(BODY), BODY)),
    chunk("NUL in an extension", b"%x;\0\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    chunk("0x before the size", b"0x" + CHUNKS), chunk("sign before the size", b"+" + CHUNKS),
    chunk("blank before the size", b" " + CHUNKS), chunk("blank behind the size", b"%x \r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
    chunk("no size", b"\r\n" + BODY), chunk("no number", b"zz\r\n" + BODY), chunk("size of 17 digits", b"1%016x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), (413,)),
    chunk("size of 2^64 - 1", b"f" * 16 + b"\r\n" + BODY, (413,)),
    chunk("size that wraps", b'5\r\n{"log\r\nfffffffffffffffe\r\n' + BODY, (413,)),
    chunk("5000 leading zeros", b"0" * 5000 + CHUNKS), chunk("extension of 20 kB", b"%x;%s\r\n%s\r\n0\r\n\r\n" % (len(BODY), b"a" * 20000, BODY), clause="RFC 9112 §7.1.1"),
    chunk("no line end behind the data", b"%x\r\n%s0\r\n\r\n" % (len(BODY), BODY)),
    chunk("other bytes behind the data", b"%x\r\n%sXX0\r\n\r\n" % (len(BODY), BODY)),
    chunk("trailer without a name", CHUNKS[:-2] + b": x\r\n\r\n", clause="RFC 9112 §7.1.2"),
    chunk("folded trailer", CHUNKS[:-2] + b"X: a\r\n b\r\n\r\n", clause="RFC 9112 §7.1.2"),
]

TAKEN = [
    post("as it should be", "RFC 9112 §3", HOST + LENGTH, wanted=(200, 200)),
    post("chunks", "RFC 9112 §7.1", HOST + CHUNKED, CHUNKS, (200, 200)),
    post("chunks of one byte", "RFC 9112 §7.1", HOST + CHUNKED,
         b"".join(b"1\r\n%c\r\n" % byte for byte in BODY) + b"0\r\n\r\n", (200, 200)),
    coding("CHUNKED", b"CHUNKED", (200, 200)), coding("blank behind", b"chunked \t", (200, 200)),
    length("leading zero", b"0" + L, (200, 200)), length("blanks behind", L + b" \t ", (200, 200), "RFC 9112 §5.1"),
    length("no blank before", L, (200, 200)),
    post("Content-Length twice, equal", "RFC 9112 §6.3", HOST + LENGTH + LENGTH, wanted=(200, 200)),
    post("Host empty", "RFC 9112 §3.2", b"Host:\r\n" + LENGTH, wanted=(200, 200)),
    post("Host of IPv6 with a port", "RFC 9112 §3.2", b"Host: [::1]:8080 \r\n" + LENGTH, wanted=(200, 200)),
    field("value of high bytes", b"X: \xc3\xa9", (200, 200)), field("value of blanks", b"X:  \t ", (200, 200)),
    chunk("extension", b"%x;a=b\r\n%s\r\n0;c\r\n\r\n" % (len(BODY), BODY), (200, 200), "RFC 9112 §7.1.1"),
    chunk("100 leading zeros", b"0" * 100 + CHUNKS, (200, 200)),
    chunk("trailer", CHUNKS[:-2] + b"X: 1\r\nContent-Length: 3\r\n\r\n", (200, 200), "RFC 9112 §7.1.2"),
    line("absolute form", "RFC 9112 §3.2.2", b"GET http://b/livez HTTP/1.1", (200, 200)),
    line("asterisk form", "RFC 9112 §3.2.4", b"OPTIONS * HTTP/1.1", (404, 200)),
    line("HTTP/1.2", "RFC 9110 §2.5", b"GET /livez HTTP/1.2", (200, 200)),
    line("lower-case method", "RFC 9110 §9.1", b"get /livez HTTP/1.1", (405, 200)),
    line("TRACE", "RFC 9110 §9.3.8", b"TRACE /livez HTTP/1.1", (405, 200)),
    line("%00 in the path", "RFC 3986 §2.1", b"GET /livez%00 HTTP/1.1", (404, 200)),
    line("broken escape", "RFC 3986 §2.1", b"GET /livez%zz HTTP/1.1", (404, 200)),
    line("high bytes in the path", "RFC 3986 §2", b"GET /livez\xff HTTP/1.1", (404, 200)),
    line("dot segments", "RFC 3986 §6.2.2.3", b"GET /v1/../livez HTTP/1.1", (404, 200)),
    line("query of 200 items", "RFC 9112 §3", b"GET /livez?" + b"a&" * 199 + b"a HTTP/1.1", (200, 200)),
    line("200 cookies", "RFC 6265 §6.1", b"GET /livez HTTP/1.1", (200, 200), HOST + b"Cookie: " + b"a=b;" * 200 + b"\r\n"),
    line("field of 16,000 bytes", "RFC 6585 §5", b"GET /livez HTTP/1.1", (200, 200), HOST + b"X: " + b"a" * 16000 + b"\r\n"),
    line("200 fields", "RFC 6585 §5", b"GET /livez HTTP/1.1", (200, 200), HOST + b"a:b\r\n" * 200),
    Row("two empty lines before", "RFC 9112 §2.2", b"\r\n\r\n" + get("/livez"), (200, 200)),
    Row("Connection: close, then another", "RFC 9112 §9.6", get("/livez", "Connection: close"), (200,)),
    Row("HTTP/1.0, then another", "RFC 9112 §9.3", b"GET /livez HTTP/1.0\r\n\r\n", (200,)),
    Row("HTTP/1.0 kept alive, then another", "RFC 9112 §9.3", b"GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", (200, 200)),
    post("Expect: 100-continue", "RFC 9110 §10.1.1", HOST + b"Expect: 100-continue\r\n" + LENGTH, wanted=(200, 200)),
    line("Upgrade: h2c", "RFC 9110 §7.8", b"GET /livez HTTP/1.1", (200, 200), HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n"),
]
