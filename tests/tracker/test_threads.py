"""Several threads on one tracker."""

import threading

from tests.tracker.helpers import LATER, ledger_of, new, says


def test_several_threads_read_while_one_writes():
    talks = ledger_of(says("first", "accepts", "2030-01-05"))
    errors: list[BaseException] = []
    basis = talks.state(valid=LATER).basis
    answer = talks.state(basis).answers()
    done = threading.Event()

    def read():
        try:
            while not done.is_set():
                state = talks.state(valid=LATER)
                assert state.standing("truce", "NORTH").stance is not None
                assert len(state.claims()) == state.basis.known - 1
                assert talks.state(basis).answers() == answer
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(100):
            stance = ("accepts", "rejects")[number % 2]
            talks.record(says(f"r{number}", stance, f"2030-01-{number % 28 + 1:02}"))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []
    assert talks.head == 102


def test_several_threads_write_and_lose_nothing():
    talks = new()

    def write(thread):
        for number in range(20):
            talks.record(says(f"{thread}-{number}", "accepts", "2030-01-05"))

    writers = [threading.Thread(target=write, args=(thread,)) for thread in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [entry.seq for entry in talks.entries()] == list(range(1, 82))
    assert len(talks.state(valid=LATER).claims()) == 80
