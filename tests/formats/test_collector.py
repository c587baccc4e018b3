"""The garbage collector runs rarely while a file is read, and as usual after the last reader."""

import gc

from lms.formats import collector


def test_the_usual_threshold_comes_back_when_the_last_block_ends():
    usual = gc.get_threshold()
    first, second = collector.gc_paused(), collector.gc_paused()
    first.__enter__()
    second.__enter__()
    slowed = gc.get_threshold()
    first.__exit__(None, None, None)
    assert (gc.get_threshold(), slowed > usual) == (slowed, True)
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_the_usual_threshold_comes_back_after_an_exception():
    usual = gc.get_threshold()
    try:
        with collector.gc_paused():
            raise ValueError
    except ValueError:
        pass
    assert gc.get_threshold() == usual
