"""Frames as bytes on the wire (RFC 6455 section 5.2): from a server they are unmasked, so the same for all."""

from __future__ import annotations

FINAL_TEXT = 0x81


def text_frame(payload: bytes) -> bytes:
    """One whole, final text frame around a UTF-8 payload."""
    size = len(payload)
    if size < 126:
        return bytes((FINAL_TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((FINAL_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((FINAL_TEXT, 127)) + size.to_bytes(8, "big") + payload
