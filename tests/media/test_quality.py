from media.quality import FAIR, GOOD, LOST, POOR, Quality, judge


def test_a_clean_quick_connection_is_good() -> None:
    assert judge(0.0, 20.0, 0.5) == GOOD
    assert judge(0.0, None, 0.5) == GOOD


def test_loss_and_delay_each_lower_the_word() -> None:
    assert judge(0.05, 20.0, 0.5) == FAIR
    assert judge(0.0, 400.0, 0.5) == FAIR
    assert judge(0.2, 20.0, 0.5) == POOR
    assert judge(0.0, 900.0, 0.5) == POOR


def test_silence_is_lost_whatever_the_last_figures_were() -> None:
    assert judge(0.0, 20.0, 11.0) == LOST


def test_worse_is_told_at_once_and_better_only_after_it_held() -> None:
    quality = Quality()
    assert quality.reported(0.2, 20.0, 0.5)
    assert quality.word == POOR
    assert [quality.reported(0.0, 20.0, 0.5) for _ in range(3)] == [False, False, True]
    assert quality.word == GOOD


def test_one_bad_report_starts_the_wait_anew() -> None:
    quality = Quality(POOR)
    quality.reported(0.0, 20.0, 0.5)
    quality.reported(0.2, 20.0, 0.5)
    assert [quality.reported(0.0, 20.0, 0.5) for _ in range(3)] == [False, False, True]
