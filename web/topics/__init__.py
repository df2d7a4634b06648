"""The case study's paths for what people do in a webinar: a file per topic, each over the protocol's commands."""

from quart_trio import QuartTrio

from web.api import Api
from web.commands_api import CommandsApi
from web.records_api import Archive
from web.topics.asker import Asking
from web.topics.captions import Captions
from web.topics.chat import Chat
from web.topics.hands import Hands
from web.topics.log_reader import LogReader
from web.topics.polls import Polls
from web.topics.questions import Questions
from web.topics.recording import Recording
from web.topics.rooms import Rooms
from web.topics.settings import SettingsTopic


def add_topics(app: QuartTrio, api: Api, commands: CommandsApi, archive: Archive) -> None:
    asking = Asking(api, commands)
    for topic in (Questions, Polls, Hands, Recording, Rooms, SettingsTopic):
        topic(asking).add_routes(app)
    reader = LogReader(archive)
    Chat(asking, reader).add_routes(app)
    Captions(asking, reader).add_routes(app)
