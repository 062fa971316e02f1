"""A passkey in software, as a browser's answers look on the wire (WebAuthn level 2). Its key lives in the test that made it."""

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

HOST = "testserver"
ORIGIN = f"https://{HOST}"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


@dataclass
class Passkey:
    """`origin` and `host` are what the browser would fill in: a test may lie with them."""

    origin: str = ORIGIN
    host: str = HOST
    is_verified: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(16))
    user_handle: bytes = b""
    count: int = 0

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _public_key(self) -> bytes:
        """In COSE form (RFC 9053): EC2, ES256, P-256."""
        numbers = self.key.public_key().public_numbers()
        return cbor.encode({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def _flags(self) -> int:
        return _PRESENT | (_VERIFIED if self.is_verified else 0)

    def _authenticator_data(self, flags: int, attested: bytes = b"") -> bytes:
        self.count += 1
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count) + attested

    def register(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer ``navigator.credentials.create(options)``."""
        public = options["publicKey"]
        self.user_handle = _bytes(public["user"]["id"])
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + self._public_key()
        data = self._authenticator_data(self._flags() | _ATTESTED, attested)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return {
            "id": _text(self.id),
            "rawId": _text(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": _text(self._client_data("webauthn.create", public["challenge"])),
                "attestationObject": _text(attestation),
            },
        }

    def prove(self, options: dict[str, Any], *, with_handle: bool = True) -> dict[str, Any]:
        """Answer ``navigator.credentials.get(options)``."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        data = self._authenticator_data(self._flags())
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": _text(client_data), "authenticatorData": _text(data), "signature": _text(signature)}
        if with_handle:
            response["userHandle"] = _text(self.user_handle)
        return {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key", "clientExtensionResults": {}, "response": response}
