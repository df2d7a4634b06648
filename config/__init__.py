"""Settings: classes in `settings.py`, values and reasons in `default.toml`. Only `run.py` loads them.

    with config.claim(config.load(sys.argv[1:], os.environ)) as settings: ...

Every other part receives its own frozen class and may import `config.settings` for its type, nothing else.
"""

from config.data_dir import claim
from config.loading import load, read
from config.names import SettingsError

__all__ = ["SettingsError", "claim", "load", "read"]
