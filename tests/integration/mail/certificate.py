"""A certificate for 127.0.0.1 made on the spot, in DER by hand: no private key lies in the repository."""

from __future__ import annotations

import base64
import hashlib
import math
import secrets
from functools import cache

_SHA256_RSA = "2a864886f70d01010b"
_RSA = "2a864886f70d010101"
_COMMON_NAME = "550403"
_ALTERNATIVE_NAMES, _BASIC_CONSTRAINTS = "551d11", "551d13"
_SMALL = math.factorial(1000)
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@cache
def localhost_pem() -> str:
    """Private key and self-signed certificate of 127.0.0.1, as PEM."""
    p, q = _prime(1024), _prime(1024)
    n, e = p * q, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    key = _sequence(*(_integer(one) for one in (0, n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))))
    body = _body(n, e)
    algorithm = _sequence(_oid(_SHA256_RSA), b"\x05\x00")
    certificate = _sequence(body, algorithm, _bits(_signature(body, n, d)))
    return _pem("RSA PRIVATE KEY", key) + _pem("CERTIFICATE", certificate)


def certificate_only(pem: str) -> str:
    return pem[pem.index("-----BEGIN CERTIFICATE") :]


def _body(n: int, e: int) -> bytes:
    name = _sequence(_der(0x31, _sequence(_oid(_COMMON_NAME), _der(0x0C, b"127.0.0.1"))))
    dates = _sequence(_der(0x17, b"200101000000Z"), _der(0x17, b"491231235959Z"))
    public = _sequence(_sequence(_oid(_RSA), b"\x05\x00"), _bits(_sequence(_integer(n), _integer(e))))
    address = _sequence(_der(0x87, bytes([127, 0, 0, 1])))
    extensions = _sequence(
        _sequence(_oid(_BASIC_CONSTRAINTS), b"\x01\x01\xff", _der(0x04, _sequence(b"\x01\x01\xff"))),
        _sequence(_oid(_ALTERNATIVE_NAMES), _der(0x04, address)),
    )
    algorithm = _sequence(_oid(_SHA256_RSA), b"\x05\x00")
    version, serial = _der(0xA0, _integer(2)), _integer(secrets.randbits(63) | 1)
    return _sequence(version, serial, algorithm, name, dates, name, public, _der(0xA3, extensions))


def _signature(body: bytes, n: int, d: int) -> bytes:
    digest = _DIGEST_INFO + hashlib.sha256(body).digest()
    padded = b"\x00\x01" + b"\xff" * (256 - len(digest) - 3) + b"\x00" + digest
    return pow(int.from_bytes(padded), d, n).to_bytes(256)


def _prime(bits: int) -> int:
    while True:
        found = secrets.randbits(bits) | 3 << (bits - 2) | 1
        if (
            math.gcd(found, _SMALL) == 1
            and found % 65537 != 1
            and all(pow(base, found - 1, found) == 1 for base in (2, 3, 5, 7))
        ):
            return found


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = (
        bytes([size])
        if size < 128
        else bytes([0x80 | (size.bit_length() + 7) // 8]) + size.to_bytes((size.bit_length() + 7) // 8)
    )
    return bytes([tag]) + length + content


def _sequence(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _integer(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1))


def _oid(hexadecimal: str) -> bytes:
    return _der(0x06, bytes.fromhex(hexadecimal))


def _bits(content: bytes) -> bytes:
    return _der(0x03, b"\x00" + content)


def _pem(label: str, der: bytes) -> str:
    text = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{text}-----END {label}-----\n"
