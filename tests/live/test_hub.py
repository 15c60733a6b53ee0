"""Who is told of what, without a network: bounded, once, in order, and nothing that was not asked for."""

from uuid import uuid4

from huiyin.live import hub as hubs
from huiyin.live.hub import Event, Hub, Stream

A, B = str(uuid4()), str(uuid4())
TOM, TIA = str(uuid4()), str(uuid4())


def listening(hub: Hub, *cases: str, user: str = TOM, news: bool = False, after: str = "") -> Stream:
    stream = Stream(user=user, cases=frozenset(cases), news=news)
    hub.join(stream, after)
    return stream


def test_a_page_hears_of_the_cases_it_shows_and_of_no_other() -> None:
    hub = Hub("e")
    of_a, of_b = listening(hub, A), listening(hub, B)
    hub.publish([Event("case", A, "case.note_added")])
    assert of_a.emptied() == {("case", A): {"case.note_added"}}
    assert of_b.emptied() == {}
    assert not of_a.wake.is_set()


def test_a_burst_on_one_case_is_told_once() -> None:
    hub = Hub("e")
    stream = listening(hub, A)
    hub.publish(Event("case", A, f"kind.{n % 3}") for n in range(10_000))
    assert stream.emptied() == {("case", A): {"kind.0", "kind.1", "kind.2"}}


def test_a_list_hears_of_new_cases_and_somebody_else_of_their_own_notifications_only() -> None:
    hub = Hub("e")
    of_list, of_tia = listening(hub, news=True), listening(hub, user=TIA)
    hub.publish([Event("case", B, hubs.REGISTERED), Event("case", A, "case.note_added"), Event("told", TIA)])
    assert of_list.emptied() == {("case", B): {hubs.REGISTERED}}
    assert of_tia.emptied() == {("told", TIA): {""}}
    hub.publish([Event("call", TIA)])
    assert (of_list.emptied(), of_tia.emptied()) == ({}, {("call", TIA): {""}})


def test_a_stream_that_nobody_reads_keeps_a_bounded_heap_and_looks_again() -> None:
    hub = Hub("e")
    stream = listening(hub, news=True)
    hub.publish(Event("case", str(uuid4()), hubs.REGISTERED) for _ in range(hubs.MOST_PENDING * 3 + 1))
    assert stream.missed
    assert len(stream.pending) <= hubs.MOST_PENDING


def test_whoever_comes_back_hears_what_was_missed_and_nothing_twice() -> None:
    hub = Hub("e")
    first = listening(hub, A)
    hub.publish([Event("case", A, "one")])
    mark = hub.mark(first.number)
    hub.leave(first)
    hub.publish([Event("case", A, "two"), Event("case", B, "three")])
    again = listening(hub, A, after=mark)
    assert again.emptied() == {("case", A): {"two"}}
    assert listening(hub, A, after=hub.mark(hub.number)).emptied() == {}


def test_a_mark_of_another_process_or_too_old_makes_the_page_look_again() -> None:
    hub = Hub("e")
    for mark in ("other-0", "e-99", "e-x", "nonsense"):
        assert listening(hub, A, after=mark).missed, mark
    hub.publish(Event("case", B, str(n)) for n in range(hubs.KEPT_EVENTS + 10))
    assert listening(hub, A, after="e-3").missed
    assert not listening(hub, A, after=f"e-{hub.number - 5}").missed


def test_after_a_gap_nobody_is_given_what_was_kept_before() -> None:
    hub = Hub("e")
    stream = listening(hub, A)
    hub.publish([Event("case", A, "one")])
    hub.look_again()
    assert stream.missed
    assert not stream.pending
    assert listening(hub, A, after="e-0").missed


def test_a_page_that_left_costs_nothing_any_more() -> None:
    hub = Hub("e")
    stream = listening(hub, A, B)
    hub.leave(stream)
    hub.publish([Event("case", A, "one")])
    assert len(hub) == 0
    assert stream.pending == {}
    assert hub._of_case == {}


def test_one_person_cannot_take_all_the_room() -> None:
    hub = Hub("e")
    for _ in range(hubs.MOST_OF_ONE_PERSON):
        listening(hub, A)
    assert hub.is_full(TOM)
    assert not hub.is_full(TIA)
