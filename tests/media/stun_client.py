"""Connectivity checks as a full ICE client sends them, made with aioice so that ours is not its own judge."""

from aioice import stun


def binding_request(
    username: str, password: str, *, nominate: bool = False, transaction: bytes = b"0123456789ab"
) -> bytes:
    """A Binding request with MESSAGE-INTEGRITY and FINGERPRINT."""
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, transaction)
    message.attributes["USERNAME"] = username
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLING"] = 4711
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(password.encode())
    message.add_fingerprint()
    return bytes(message)
