"""Which questions a draw takes."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.drawing import Candidate, Condition, Shortage, covers, draw, fits, patterns


def test_a_star_stands_for_any_ending_and_nothing_else():
    assert covers("GREET-*", "GREET-1")
    assert covers("greet-*", "GREET-12")
    assert not covers("GREET-*", "GREETING-1")
    assert not covers("GREET-1", "GREET-12")
    assert covers("*", "NEED-1")


def test_codes_are_read_however_they_are_separated():
    assert patterns(" greet-*，NEED-1、need-1; ") == ("GREET-*", "NEED-1")
    assert patterns("  ") == ()


def test_a_question_meets_every_condition_and_one_of_the_standards():
    question = Candidate(1, "reception", "medium", frozenset({"GREET-1", "NEED-2"}), frozenset({"selling"}))
    assert fits(Condition(), question)
    assert fits(Condition(("CALM-*", "GREET-*"), "reception", "selling", "medium"), question)
    assert not fits(Condition(("CALM-*",)), question)
    assert not fits(Condition(course="cashier"), question)
    assert not fits(Condition(competency="leading"), question)
    assert not fits(Condition(difficulty="hard"), question)


def test_the_same_seed_draws_the_same_and_another_seed_something_else():
    pool = list(range(50))
    first = draw([pool], [5], random=Random(1))
    assert first == draw([pool], [5], random=Random(1))
    assert first != draw([pool], [5], random=Random(2))


def test_a_draw_gives_up_what_only_another_can_use():
    for seed in range(50):
        wide, narrow = draw([[1, 2, 3], [1, 2]], [1, 2], random=Random(seed))
        assert (wide, sorted(narrow)) == ([3], [1, 2])


def test_a_chain_of_draws_passes_questions_on():
    for seed in range(50):
        chosen = draw([[1, 2], [2, 3], [3, 4], [1]], [1, 1, 1, 1], random=Random(seed))
        assert sorted(key for keys in chosen for key in keys) == [1, 2, 3, 4]


def test_a_draw_that_cannot_be_filled_says_what_was_left_for_it():
    assert draw([[1, 2], [1, 2]], [2, 1], random=Random(0)) == Shortage(draw=1, wanted=1, there=0)
    assert draw([[1, 2, 3]], [3], random=Random(0), taken={2}) == Shortage(draw=0, wanted=3, there=2)


def test_what_was_seen_before_comes_only_when_nothing_else_is_left():
    for seed in range(20):
        assert set(draw([[1, 2, 3, 4]], [3], random=Random(seed), seen={1, 2})[0]) > {3, 4}


def test_every_question_is_drawn_about_equally_often():
    times = dict.fromkeys(range(10), 0)
    for seed in range(2_000):
        for key in draw([list(range(10))], [3], random=Random(seed))[0]:
            times[key] += 1
    assert all(520 < count < 680 for count in times.values())  # 600 expected, standard deviation 20


@given(
    st.lists(st.tuples(st.sets(st.integers(0, 12)), st.integers(1, 4)), min_size=1, max_size=5),
    st.sets(st.integers(0, 12), max_size=4),
    st.integers(0, 99),
)
def test_draws_never_share_a_question_and_fail_only_where_no_choice_is_possible(parts, taken, seed):
    pools, counts = [sorted(pool) for pool, _count in parts], [count for _pool, count in parts]
    chosen = draw(pools, counts, random=Random(seed), taken=taken)
    if isinstance(chosen, Shortage):
        assert not possible(pools, counts, taken)
        return
    keys = [key for each in chosen for key in each]
    assert len(keys) == len(set(keys)) == sum(counts)
    assert not taken & set(keys)
    assert [len(each) for each in chosen] == counts
    assert all(set(each) <= set(pool) for each, pool in zip(chosen, pools, strict=True))


def possible(pools, counts, taken):
    """Hall's theorem, by brute force: every set of draws finds as many questions as it asks for."""
    return all(
        len(set().union(*(pools[place] for place in some)) - taken) >= sum(counts[place] for place in some)
        for some in (
            [place for place in range(len(pools)) if chosen >> place & 1] for chosen in range(1, 2 ** len(pools))
        )
    )
