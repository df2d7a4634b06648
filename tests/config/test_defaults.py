import tomllib

from config.defaults import FILE, explanations
from config.names import keys


def test_every_setting_stands_in_the_default_file_and_nothing_else_does() -> None:
    held = tomllib.loads(FILE.read_text())
    tables = {f"{part}.{key}" for part, table in held.items() if isinstance(table, dict) for key in table}
    top = {key for key, value in held.items() if not isinstance(value, dict)}
    assert tables | top == {path for path, _ in keys()}


def test_every_setting_says_why_right_above_it() -> None:
    why = explanations()
    assert set(why) == {path for path, _ in keys()}
    assert {path for path, reason in why.items() if len(reason) < 20} == set()


def test_the_heading_of_the_file_explains_no_key() -> None:
    assert "flag wins" not in explanations()["data_dir"]
