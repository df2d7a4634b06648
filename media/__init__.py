"""The SFU: peers, tracks and the packet path. Knows tracks, peers and viewers, never webinars or people.

A packet's journey, a file a step:

    endpoint.py          one UDP port: STUN to its peer, DTLS from proven addresses to its handshake, RTP to the plane
    plane/forwarder.py   unprotect, find the up track's stream, is it allowed?
    plane/upstream.py    number it without holes, read what forwarding needs, once for all viewers
    plane/downtrack.py   is this what the seat is fed? a switch waits for a key frame
    plane/rewriter.py    the seat's own SSRC, sequence, timestamp, picture id; protect and send

and a connection's: signalling.py (offer in, answer out) → peer.py (ICE, DTLS) → publisher.py or viewer.py →
routing.py, which is what a router actor holds. engine.py has the tasks. What decides is pure, with time passed in.
"""
