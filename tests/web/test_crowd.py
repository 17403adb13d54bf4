"""Who is connected, and who goes for a newcomer: always counted right, whoever comes and goes."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from kiosk.web.http.crowd import Crowd, Standing

PROXY = "10.0.0.1"


@dataclass(eq=False)
class One:
    """A connection that is only counted."""

    standing: Standing = Standing.IDLE
    is_cut: bool = False

    def cut(self) -> None:
        self.is_cut = True


def crowd(most: int = 10, of_address: int = 5) -> Crowd[One]:
    return Crowd(most=most, of_address=of_address, proxies=frozenset({PROXY}))


def test_who_says_least_goes_first_and_who_is_served_stays() -> None:
    of_one = [One(Standing(n)) for n in (3, 2, 1, 0, 3)]
    taken = crowd()
    for one in of_one:
        assert taken.join(one, "1.1.1.1")
    goes = [of_one[3], of_one[2], of_one[1]]
    for one in goes:
        assert taken.join(One(Standing.BUSY), "1.1.1.1")
        assert one.is_cut
    assert not taken.join(One(), "1.1.1.1")  # all are served: the newcomer is turned away
    assert taken.join(One(), "2.2.2.2")


def test_the_address_that_has_most_makes_room() -> None:
    taken = crowd(most=6)
    many, few = [One() for _ in range(4)], [One(), One()]
    for one in many:
        taken.join(one, "1.1.1.1")
    for one in few:
        taken.join(one, "2.2.2.2")
    assert taken.join(One(), "3.3.3.3")
    assert [one.is_cut for one in many] == [True, False, False, False]
    assert not any(one.is_cut for one in few)


def test_a_proxy_has_as_many_as_there_are_and_is_counted_by_whom_it_passes_on() -> None:
    taken = crowd()
    for _ in range(10):
        assert taken.join(One(Standing.BUSY), PROXY)
    places = [taken.begin("1.1.1.1") for _ in range(6)]
    assert places == ["1.1.1.1"] * 5 + [None]
    taken.end("1.1.1.1")
    assert taken.begin("1.1.1.1") == "1.1.1.1"


def test_whoever_comes_and_goes_it_is_counted_right() -> None:
    chance = random.Random(20261130)
    taken, here = crowd(most=40, of_address=12), dict[One, str]()
    for _ in range(20_000):
        if here and chance.random() < 0.45:
            gone = chance.choice(list(here))
            taken.leave(gone)
            taken.leave(gone)  # told twice
            del here[gone]
        else:
            one, address = One(Standing(chance.randrange(4))), f"1.1.1.{chance.randrange(9)}"
            if taken.join(one, address):
                here[one] = address
            here = {other: where for other, where in here.items() if not other.is_cut}
        sizes = Counter(here.values())
        assert len(taken) == len(here) <= 40
        assert taken._largest == max(sizes.values(), default=0) <= 12
        kept = {size: set(places) for size, places in taken._sizes.items() if places}
        assert kept == {n: {a for a, m in sizes.items() if m == n} for n in set(sizes.values())}
