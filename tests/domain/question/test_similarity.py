"""Similarity of two questions, and bands that find similar ones."""

import random

from lms.domain.question import similarity

HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


def pieces(text):
    return similarity.shingles(similarity.compared_text(text))


def test_similarity_is_the_share_of_common_shingles():
    how = similarity.jaccard(pieces("请示应当一文一事"), pieces("请示须一文一事"))
    assert (how.common, how.all, how.percent) == (2, 9, 22)


def test_white_space_punctuation_and_width_make_no_difference():
    assert pieces("请示，应当一文一事。") == pieces(" 请示 应当一文一事") == pieces("請示，应当一文一事!")


def test_a_text_shorter_than_a_shingle_is_one_shingle():
    assert (pieces("是"), pieces("")) == (frozenset({"是"}), frozenset({""}))
    assert len(similarity.bands(pieces(""))) == 12


def test_of_a_thousand_similar_pairs_the_bands_miss_hardly_any():
    dice, alike, missed = random.Random(7), 0, 0
    for _ in range(700):
        one = [dice.choice(HAN) for _ in range(dice.randint(30, 100))]
        other = one.copy()
        for _ in range(dice.randint(1, 4)):
            other[dice.randrange(len(other))] = dice.choice(HAN)
        a, b = pieces("".join(one)), pieces("".join(other))
        if similarity.jaccard(a, b).percent >= similarity.SIMILAR_PERCENT:
            alike += 1
            missed += not set(similarity.bands(a)) & set(similarity.bands(b))
    assert (alike > 400, missed <= alike // 100) == (True, True)
