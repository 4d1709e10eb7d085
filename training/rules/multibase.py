"""Bytes as the web of credentials writes them: base58btc behind a `z`, keys behind a mark of their kind.

Multibase and Multikey: W3C Controlled Identifiers 1.0, 2.2 and 2.4.
"""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC = b"\xed\x01"
PUBLIC_LENGTH = 32  # bytes


def encode(content: bytes) -> str:
    """`z` and the content in base58btc; a leading zero byte is a leading `1`."""
    number, digits = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        digits = ALPHABET[rest] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def decode(text: str) -> bytes:
    """What `encode` was given; ValueError if the text is nothing of the kind."""
    if not text.startswith("z"):
        raise ValueError("A multibase text in base58btc begins with z.")
    digits = text[1:]
    number = 0
    for digit in digits:
        number = number * 58 + ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def public_key(raw: bytes) -> str:
    """An Ed25519 public key (32 bytes) as a Multikey: `z6Mk…`."""
    return encode(ED25519_PUBLIC + raw)


def read_public_key(text: str) -> bytes:
    """The 32 bytes of an Ed25519 Multikey; ValueError if it is none."""
    content = decode(text)
    if not content.startswith(ED25519_PUBLIC) or len(content) != len(ED25519_PUBLIC) + PUBLIC_LENGTH:
        raise ValueError("This is not the public key of an Ed25519 pair.")
    return content[len(ED25519_PUBLIC) :]
