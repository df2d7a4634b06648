"""A webinar's beginning and end, and going."""

from attrs import frozen


@frozen
class Start: ...


@frozen
class End: ...


@frozen
class Leave: ...
