"""The map of the network, drawn over static/img/europe.svg in its units."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import cos, radians, sin, sqrt

from partners.models import Cluster

WIDTH, HEIGHT = 800, 540
MARGIN = 20  # a mark nearer to the edge would be cut off
LARGEST_DOT = 24

# An equidistant conic projection: constant of the cone, central meridian, scale, apex.
CONE, MERIDIAN = 0.71316, 11.5537
SCALE, APEX = 1169.7555, 1.77507
LEFT, TOP = 400.6126, -855.275

BEND = 0.13  # of a line's length, away from the middle of the network
Point = tuple[float, float]


@dataclass
class Pin:
    """A cluster's mark, and where its name stands: beside it, or below where that is too near."""

    cluster: Cluster
    x: float
    y: float
    is_below: bool

    @property
    def thread(self) -> str:
        return self.cluster.thread


@dataclass
class Half:
    """Half of a line between two clusters, in the hue of the nearer one."""

    thread: str
    path: str


@dataclass
class Map:
    pins: list[Pin]
    halves: list[Half]


def project(latitude: float, longitude: float) -> Point:
    """Degrees to units of the drawing."""
    radius = SCALE * (APEX - radians(latitude))
    angle = CONE * radians(longitude - MERIDIAN)
    return LEFT + radius * sin(angle), TOP + radius * cos(angle)


def draw(clusters: Iterable[Cluster]) -> Map:
    """Pins and lines of the `clusters` that lie within the drawing."""
    places = [(cluster, _place(cluster)) for cluster in clusters]
    places = [(cluster, point) for cluster, point in places if _is_within(point)]
    middle = _middle([point for _cluster, point in places])
    pins = [
        Pin(cluster, round(x), round(y), is_below=x < middle[0] or x > WIDTH * 0.75)
        for cluster, (x, y) in places
    ]
    halves = [half for one, other in combinations(pins, 2) for half in _line(one, other, middle)]
    return Map(pins, halves)


def _place(cluster: Cluster) -> Point:
    return project(float(cluster.latitude), float(cluster.longitude))


def _is_within(point: Point) -> bool:
    x, y = point
    return MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= HEIGHT - MARGIN


def _middle(points: list[Point]) -> Point:
    if not points:
        return 0, 0
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def _line(one: Pin, other: Pin, middle: Point) -> list[Half]:
    """A quadratic curve, cut in its middle (de Casteljau)."""
    start, end = (one.x, one.y), (other.x, other.y)
    centre = _middle([start, end])
    across = BEND * (start[1] - end[1]), BEND * (end[0] - start[0])
    outward = (centre[0] - middle[0]) * across[0] + (centre[1] - middle[1]) * across[1]
    side = 1 if outward >= 0 else -1
    control = centre[0] + side * across[0], centre[1] + side * across[1]
    first, second = _middle([start, control]), _middle([control, end])
    cut = _middle([first, second])
    return [
        Half(one.thread, _curve(start, first, cut)),
        Half(other.thread, _curve(cut, second, end)),
    ]


def _curve(start: Point, control: Point, end: Point) -> str:
    return "M{:.0f} {:.0f}Q{:.0f} {:.0f} {:.0f} {:.0f}".format(*start, *control, *end)


@dataclass
class Dot:
    """A place with `n` organisations."""

    x: float
    y: float
    radius: float
    n: int
    thread: str


def dots(places: Iterable[tuple[float, float, int, str]]) -> list[Dot]:
    """(latitude, longitude, number, thread) → dots whose area grows with the number."""
    drawn = []
    for latitude, longitude, n, thread in places:
        point = project(float(latitude), float(longitude))
        if _is_within(point):
            radius = round(min(3 + sqrt(n), LARGEST_DOT), 1)
            drawn.append(Dot(round(point[0]), round(point[1]), radius, n, thread))
    return drawn
