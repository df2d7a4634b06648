"""The SFU: peers, tracks and the packet path. Knows tracks, peers and viewers, never webinars or people.

A packet's journey, a file a step:

    plane/core/driver.pxi      one UDP port, one thread: RTP stays here, STUN and DTLS go up to endpoint.py
    plane/core/forwarder.pxi   unprotect, find the up track's stream, is it allowed?
    plane/core/upstream.pxi    number it without holes, read what forwarding needs, once for all viewers
    plane/core/downtrack.pxi   is this what the seat is fed? a switch waits for a key frame; the seat's own numbers
    plane/core/sending.pxi     all of a burst to one viewer in one call

and a connection's: signalling.py (offer in, answer out) → peer.py (ICE, DTLS) → publisher.py or viewer.py →
routing.py, which is what a router actor holds. engine.py has the tasks. What decides is pure, with time passed in.
"""
