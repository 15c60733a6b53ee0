"""The secret and the link with which a customer follows a case. Pure."""

from urllib.parse import quote

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_READ_AS = str.maketrans("ILO", "110")


def secret_from(fingerprint: str) -> str:
    """A secret of ten characters (50 bits) from a keyed fingerprint in hex: `7KQ2M-9XWTD`."""
    number = int(fingerprint, 16)
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(45, -1, -5))
    return f"{letters[:5]}-{letters[5:]}"


def tidy(secret: str) -> str:
    """A secret as somebody typed it: capitals, without spaces and hyphens, look-alikes (O, I, L) as digits."""
    return "".join(char for char in secret.upper() if char.isalnum()).translate(_READ_AS)


def follow_url(base: str, number: str, secret: str = "") -> str:
    """Where to follow a case. The secret stands behind `#`: browsers do not send that part, so no log ever holds it."""
    return f"{base}/follow/{quote(number)}" + (f"#{secret}" if secret else "")
