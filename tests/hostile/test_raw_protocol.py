"""Bytes that are no request, or nearly one: an answer below 500 or a closed door, and the server lives on."""

from __future__ import annotations

import random

import pytest
from tests.hostile.raw import LONG, Browser, head, said, status

HOST = b"Host: 127.0.0.1\r\n"
GET = b"GET /healthz HTTP/1.1\r\n" + HOST
POST = b"POST /sync/ HTTP/1.1\r\n" + HOST
ODD = {
    "no HTTP": b"hello\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/9.9": b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: evil.example\r\n\r\n",
    "another host": b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "host with a path": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1/@evil.example\r\n\r\n",
    "absolute address": b"GET http://evil.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "any address": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "trace": b"TRACE / HTTP/1.1\r\n" + HOST + b"Cookie: a=b\r\n\r\n",
    "unknown method": b"FROB / HTTP/1.1\r\n" + HOST + b"\r\n",
    "lower case": b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "space in the address": b"GET /heal thz HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes in the address": b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes in the query": b"GET /?next=\xc3\xbc HTTP/1.1\r\n" + HOST + b"\r\n",
    "broken escape": b"GET /%zz%f HTTP/1.1\r\n" + HOST + b"\r\n",
    "no UTF-8": b"GET /library/?q=%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n",
    "no UTF-8 in the path": b"GET /library/%ff%fe/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in the path": b"GET /library/%00/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in the query": b"GET /library/?q=%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "up and up": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "up, escaped": b"GET /static/%2e%2e/%2e%2e/secret-key HTTP/1.1\r\n" + HOST + b"\r\n",
    "many slashes": b"GET //evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL in a header": GET + b"X-A: a\x00b\r\n\r\n",
    "bare LF": b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n",
    "folded header": GET + b"X-A: a\r\n b\r\n\r\n",
    "header without a name": GET + b": a\r\n\r\n",
    "header without a colon": GET + b"X-A\r\n\r\n",
    "space before the colon": GET + b"X-A : a\r\n\r\n",
    "bytes in a header": GET + b"X-A: \xff\xfe\r\n\r\n",
    "names with _": GET + b"X_Forwarded_For: 1.2.3.4\r\nContent_Length: 5\r\n\r\n",
    "many headers": GET + b"X-A: b\r\n" * 2_000 + b"\r\n",
    "many cookies": GET + b"Cookie: " + b"; ".join(b"a%d=b" % n for n in range(2_000)) + b"\r\n\r\n",
    "strange cookies": GET + b'Cookie: =; ;;a; "=\\"; sessionid="\\000"; csrftoken=\xff\r\n\r\n',
    "NUL in the session": b"GET / HTTP/1.1\r\n" + HOST + b'Cookie: sessionid="a\\000b"\r\n\r\n',
    "bytes in the session": b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: sessionid=\xed\xa0\x80\r\n\r\n",
    "strange language": b"GET / HTTP/1.1\r\n" + HOST + b"Accept-Language: " + b"x-" * 2_000 + b";q=NaN\r\n\r\n",
    "strange zone": b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: birddog-zone=../../etc/passwd\r\n\r\n",
    "strange looks": b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: birddog-looks=....\r\n\r\n",
    "a range": b"GET /static/birddog/app.css HTTP/1.1\r\n" + HOST + b"Range: bytes=9999999999-1\r\n\r\n",
    "many ranges": b"GET /sw.js HTTP/1.1\r\n" + HOST + b"Range: bytes=" + b",".join([b"0-"] * 500) + b"\r\n\r\n",
    "a strange date": b"GET /sw.js HTTP/1.1\r\n" + HOST + b"If-Modified-Since: Sun, 99 Foo 99999 99:99:99\r\n\r\n",
    "upgrade": GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n"
               b"Sec-WebSocket-Version: 13\r\n\r\n",
    "HTTP/2 in the clear": GET + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
    "negative length": POST + b"Content-Length: -1\r\n\r\n",
    "length of words": POST + b"Content-Length: ten\r\n\r\n",
    "length with a sign": POST + b"Content-Length: +5\r\n\r\nhello",
    "length in other digits": POST + "Content-Length: \u0665\r\n\r\nhello".encode(),
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "lengths in a list": POST + b"Content-Length: 5, 5\r\n\r\nhello",
    "a length of 5,000 digits": POST + b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n",
    "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "unknown coding": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunk of words": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "chunk without end": POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello",
    "negative chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "long chunk extension": POST + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"a" * 70_000 + b"\r\nhello\r\n0\r\n\r\n",
    "smuggled": POST + b"Content-Length: 6\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nG",
    "hidden second request": GET + b"Content-Length: 44\r\n\r\nGET /erase/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nabcd",
    "pipeline": (GET + b"\r\n") * 20,
    "expects too much": POST + b"Expect: 200-maybe\r\nContent-Length: 5\r\n\r\n",
    "body of a HEAD": b"HEAD / HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello",
}  # fmt: skip
PART = b"--x\r\nContent-Disposition: form-data"
NEAR = [
    ("application/x-www-form-urlencoded; charset=klingon", b"back=3"),
    ("application/x-www-form-urlencoded; charset=\x00", b"back=3"),
    ("application/x-www-form-urlencoded; charset=idna", b"back=3"),
    ("application/x-www-form-urlencoded; charset=rot13", b"back=3"),
    ("application/x-www-form-urlencoded; charset=hex", b"back=3"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"back=3"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"back=+2AA-"),
    ("application/x-www-form-urlencoded", b"&" * 5_000),
    ("application/x-www-form-urlencoded", b"a=b&" * 5_000),
    ("application/x-www-form-urlencoded", b"id=%ed%a0%80&back=%00"),
    ("application/json; charset=klingon", b'{"events": []}'),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"a":' * 50_000),
    ("application/json", b"9" * 50_000),
    ("application/json", b'{"events": [{"id": ' + b"9" * 5_000 + b"}]}"),
    ("application/json", b'{"endpoint": "https://a.example/", "keys": {"p256dh": "\\u0000", "auth": "\\ud800"}}'),
    ("application/json", b"\xff\xfe{\x00}\x00"),
    ("multipart/form-data; boundary=x; charset=klingon", PART + b"; name=a\r\n\r\nb\r\n--x--"),
    ("multipart/form-data; boundary=x", PART + b"; name=a\r\n"
                                        b"Content-Type: text/plain; charset=klingon\r\n\r\nb\r\n--x--"),
    ("multipart/form-data; boundary=x", PART + b"; name=a; filename=\x00\r\n\r\nb\r\n--x--"),
    ("multipart/form-data; boundary=x", PART + b"; name*=klingon''a\r\n\r\nb\r\n--x--"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Transfer-Encoding: base64\r\n"
                                        b"Content-Disposition: form-data; name=a\r\n\r\n!!!\r\n--x--"),
    ("multipart/form-data", b"--x\r\n"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    ("multipart/form-data; boundary=" + "x" * 5_000, b"--x\r\n"),
    ("multipart/form-data; boundary=\xff", b"--x\r\n"),
    ("multipart/mixed; boundary=x", b"--x--"),
    ("text/html; charset=klingon", b"x"),
    ("/;;;=", b"x"),
]  # fmt: skip
TAKERS = ("/log/pain/", "/sync/", "/push/", "/start/pain/", "/settings/reminders/", "/accounts/login/", "/erase/",
          "/nowhere/")  # fmt: skip


@pytest.fixture(scope="module")
def user(server):
    return Browser(server)


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_request_is_no_trouble(server, odd):
    ends = ODD[odd].replace(HOST, HOST + b"Connection: close\r\n", 1)
    answer = said(server, ends, 3)
    assert status(answer) < 500
    assert b"root:" not in answer


@pytest.mark.parametrize("kind, body", NEAR)
def test_a_body_that_is_not_what_it_says_is_refused(server, user, kind, body):
    token = next(cookie.value for cookie in user.jar if cookie.name == "csrftoken") or ""
    for path in TAKERS:
        sent = head("POST", path, Cookie=user.cookies, X_CSRFToken=token, Connection="close", Content_Type="KIND",
                    Content_Length=str(len(body)))  # fmt: skip
        assert 200 <= status(said(server, sent.replace(b"KIND", kind.encode("latin1")) + body, 5)) < 500, path


def test_requests_with_flipped_bytes(server, user):
    chance = random.Random(7)
    whole = head("POST", "/log/pain/", Cookie=user.cookies, Content_Length="6", Connection="close") + b"back=3"
    for _ in range(5_000 if LONG else 120):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert status(said(server, bytes(broken), 0.4)) < 500, bytes(broken)


def test_after_all_that_the_server_answers(user):
    assert user.get("/healthz") == b"ok\n"
    assert user.get("/")
