from config.names import flag, flat, keys, variable, ways_to_set


def test_every_flat_name_belongs_to_one_setting_alone() -> None:
    names = [flat(path) for path, _ in keys()]
    assert sorted(set(names)) == sorted(names)


def test_media_names_carry_their_part_so_that_two_ports_can_be_told_apart() -> None:
    assert flat("media.port") == "media_port"
    assert flat("web.port") == "port"
    assert flat("data_dir") == "data_dir"


def test_a_setting_has_a_variable_and_a_flag() -> None:
    assert variable("limits.max_stage") == "TOWNHALL_MAX_STAGE"
    assert flag("limits.max_stage") == "--max-stage"


def test_the_ways_to_set_name_all_three() -> None:
    assert ways_to_set("data_dir") == "--data-dir, TOWNHALL_DATA_DIR, or `data_dir` on top of a settings file"
    assert "`port` under [media]" in ways_to_set("media.port")
