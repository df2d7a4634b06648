"""The waiting room."""

from attrs import frozen

from actors.words import ParticipantId


@frozen
class Admit:
    participant: ParticipantId


@frozen
class AdmitAll: ...


@frozen
class Deny:
    participant: ParticipantId


@frozen
class DenyAll: ...
