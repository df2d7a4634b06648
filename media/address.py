"""The one name for where a datagram comes from or goes to.

A tuple as sockets give it: host and port, for IPv6 also flow and scope. Opaque to all but STUN, which tells it to
the client.
"""

Address = tuple[str, int] | tuple[str, int, int, int]
