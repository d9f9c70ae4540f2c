"""Draw the province's map once: shapes of kon-tum.topojson become short SVG paths in kon-tum-map.json."""

import json
import math
from pathlib import Path

from django.core.management.base import BaseCommand

DATA = Path(__file__).resolve().parents[2] / "data"
WIDTH = 720  # units of the drawing; a unit is about 150 m


class Command(BaseCommand):
    """`manage.py draw_map`: only needed when the shapes change."""

    help = "Turn public/data/kon-tum.topojson into public/data/kon-tum-map.json."

    def handle(self, *args, **options):
        topology = json.loads((DATA / "kon-tum.topojson").read_text())
        arcs = [_unpacked(arc, topology.get("transform")) for arc in topology["arcs"]]
        project, height = _projection([point for arc in arcs for point in arc])
        drawn = [[project(point) for point in arc] for arc in arcs]
        layers = topology["objects"]
        told = {
            "width": WIDTH,
            "height": height,
            "communes": {
                shape["properties"]["code"]: _path(_rings(shape, drawn))
                for shape in layers["communes"]["geometries"]
            },
            "districts": [
                {
                    "code": shape["properties"]["code"],
                    "name": shape["properties"]["name"],
                    "path": _path(_rings(shape, drawn)),
                    "label": _middle(_rings(shape, drawn)),
                }
                for shape in layers["districts"]["geometries"]
            ],
        }
        target = DATA / "kon-tum-map.json"
        target.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
        self.stdout.write(f"{target.name}: {len(told['communes'])} communes, {target.stat().st_size} bytes")


def _unpacked(arc, transform):
    """The points of an arc in degrees: arcs are kept as differences on a grid."""
    if not transform:
        return [tuple(point) for point in arc]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def _projection(points):
    """Degrees to whole units of the drawing, east to the right, north up; and the drawing's height."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    flat = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * flat)

    def project(point):
        return round((point[0] - west) * flat * scale), round((north - point[1]) * scale)

    return project, round((north - south) * scale)


def _rings(shape, drawn):
    """The rings of a shape as lists of points, joined from arcs (a negative number runs backwards)."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points = []
            for number in ring:
                arc = drawn[number] if number >= 0 else drawn[~number][::-1]
                points += arc[1:] if points else arc
            yield points


def _path(rings) -> str:
    """Rings as an SVG path of relative steps, points that fall together left out."""
    parts = []
    for ring in rings:
        (x, y), steps = ring[0], []
        start = f"M{x} {y}"
        for next_x, next_y in ring[1:-1]:
            if (next_x, next_y) != (x, y):
                steps.append(f"{next_x - x} {next_y - y}")
                x, y = next_x, next_y
        parts.append(f"{start}l{' '.join(steps).replace(' -', '-')}z")
    return "".join(parts)


def _middle(rings) -> list[int]:
    """Where a name may stand: the centre of gravity of the largest ring."""
    best, where = 0.0, [0, 0]
    for ring in rings:
        area = x = y = 0.0
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
            cross = x0 * y1 - x1 * y0
            area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
        if abs(area) > best:
            best, where = abs(area), [round(x / (3 * area)), round(y / (3 * area))]
    return where
