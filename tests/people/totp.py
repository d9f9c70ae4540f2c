"""An authenticator app (RFC 6238), written apart from the portal's."""

import base64
import hmac
import time


def code(secret: str, later: int = 0) -> str:
    """The six digits for a base32 secret, now or some 30-second steps later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time()) // 30 + later
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{int.from_bytes(digest[start : start + 4], 'big') % 2**31 % 10**6:06d}"
