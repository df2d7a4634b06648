"""What is seen of the captions: everybody inside sees all of them; the waiting room none. Forgotten words are empty."""

from actors.shown import CaptionView
from actors.webinar.state import State
from actors.webinar.view import View, moment
from actors.words import CaptionId


def entry(state: State, caption: CaptionId, view: View) -> CaptionView | None:
    said = state.interaction.captions.get(caption)
    if said is None or view is View.WAITING:
        return None
    return CaptionView(said.id, said.by, said.language, said.text, moment(said.from_ms), moment(said.until_ms))


def captions(state: State, view: View) -> tuple[CaptionView, ...]:
    """The last ones, in the order in which they came."""
    seen = (entry(state, caption, view) for caption in state.interaction.captions)
    return tuple(caption for caption in seen if caption is not None)
