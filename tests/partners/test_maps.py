import pytest

from partners.maps import HEIGHT, WIDTH, dots, draw, project
from tests.make import make_cluster

# Degrees and units of the same place, read off static/img/europe.svg.
CROSSINGS = {(45, 10): (378, 302), (45, 20): (522, 296), (45, 0): (235, 291), (45, 30): (664, 272)}


@pytest.mark.parametrize(("degrees", "units"), CROSSINGS.items())
def test_the_projection_is_that_of_the_drawing(degrees, units):
    assert project(*degrees) == pytest.approx(units, abs=1)


def test_two_clusters_are_joined_in_both_hues(krakow, zaragoza):
    drawn = draw([krakow, zaragoza])

    first, second = drawn.halves
    assert (first.thread, second.thread) == ("krk", "zgz")
    end_of_first, start_of_second = first.path.split()[-2:], second.path[1:].split("Q")[0].split()
    assert end_of_first == start_of_second


def test_one_cluster_has_no_thread_and_none_no_map(krakow):
    assert draw([krakow]).halves == []
    assert draw([]).pins == []


def test_what_lies_outside_the_drawing_is_left_out(db):
    far = make_cluster("NYC", latitude=40.7, longitude=-74)

    assert draw([far]).pins == []
    assert dots([(40.7, -74, 3, "")]) == []


def test_marks_stay_within_the_drawing(krakow, zaragoza):
    for pin in draw([krakow, zaragoza]).pins:
        assert 0 < pin.x < WIDTH and 0 < pin.y < HEIGHT
