from casework import office
from casework.office import Cast
from xiafang.casework.codes import State


def test_to_the_end(people: Cast) -> None:
    import time

    t = time.time()
    matter = office.resolved(people)
    print("TIME", time.time() - t)
    assert matter.state == State.RESOLVED
    print([(e.version, e.said, e.days_between) for e in matter.events.all()])
