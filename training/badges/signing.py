"""Data Integrity proofs of the suite eddsa-rdfc-2022. W3C Data Integrity EdDSA Cryptosuites 1.0, 3.2.

The document and the options of its proof are brought into canonical RDF, each is hashed with SHA-256, and the two
hashes are signed with Ed25519.
"""

import hashlib
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from training.badges import contexts, keys
from training.rules import multibase

SUITE = "eddsa-rdfc-2022"


class UndefinedTerm(Exception):
    """A document says something that none of its contexts gives a meaning: it would be signed without it."""


def signed(document: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The document with a proof made at that moment; NoKeyError without a key, UndefinedTerm as above."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": at.isoformat(timespec="seconds"),
        "verificationMethod": keys.key_id(keys.own_key()),
        "proofPurpose": "assertionMethod",
    }
    signature = keys.private_key().sign(_digest(document, proof))
    return {**document, "proof": {**proof, "proofValue": multibase.encode(signature)}}


def is_signed(document: dict[str, Any]) -> bool:
    """Is the proof one of ours, and does it hold for exactly this document?"""
    rest = {name: value for name, value in document.items() if name != "proof"}
    proof = {name: value for name, value in document["proof"].items() if name != "proofValue"}
    key = proof.get("verificationMethod", "").partition("#")[2]
    if key not in keys.published_keys():
        return False
    public = Ed25519PublicKey.from_public_bytes(multibase.read_public_key(key))
    try:
        public.verify(multibase.decode(document["proof"]["proofValue"]), _digest(rest, proof))
    except (InvalidSignature, ValueError, UndefinedTerm):
        return False
    return True


def canonical(document: dict[str, Any]) -> str:
    """The document as sorted N-Quads (RDF Dataset Canonicalization 1.0)."""
    expanded = jsonld.expand(document, {"documentLoader": contexts.load}, on_property_dropped=_refuse)
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.load}
    text: str = jsonld.normalize(expanded, options)
    return text


def _digest(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    options = canonical({"@context": document["@context"], **proof})
    return hashlib.sha256(options.encode()).digest() + hashlib.sha256(canonical(document).encode()).digest()


def _refuse(term: str) -> None:
    raise UndefinedTerm(term)
