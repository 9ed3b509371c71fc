"""Step 2a: writes scenarios for `qyran simulate`, unlike the shipped ones in camera, road, traffic, light and weather.

One picture a second is enough for a detector, so a scenario is cheap to render. The scenarios that accuracy is measured on are never used.
"""
import argparse
import random
from pathlib import Path

MIXES = [
    "{ car: 0.72, van: 0.12, bus: 0.05, truck: 0.08, motorcycle: 0.03 }",
    "{ car: 0.4, van: 0.2, bus: 0.15, truck: 0.2, motorcycle: 0.05 }",
    "{ car: 0.35, van: 0.15, bus: 0.1, truck: 0.1, motorcycle: 0.15, bicycle: 0.15 }",
]
RIDERS = [
    "{ car: 0.3, van: 0.06, bus: 0.04, truck: 0.05, motorcycle: 0.4, bicycle: 0.15 }",
    "{ car: 0.2, van: 0.05, bus: 0.03, truck: 0.02, motorcycle: 0.6, bicycle: 0.1 }",
    "{ car: 0.4, van: 0.1, bus: 0.05, truck: 0.1, motorcycle: 0.15, bicycle: 0.2 }",
]


def scenario(seed, riders=False):
    """One scenario file. With riders half of the traffic goes on two wheels and the lens is longer, so that they are seen larger."""
    dice = random.Random(seed)
    pick = dice.choice
    kind = pick(["street", "street", "junction", "junction", "junction" if riders else "motorway", "square"])
    width, height = pick([(1280, 720), (1280, 720), (960, 540), (1024, 576)])
    lanes = dice.randint(1, 3) if kind != "motorway" else dice.randint(2, 3)
    lane_width = 3.6 if kind == "motorway" else 3.4
    side = dice.uniform(-lanes, lanes + 1) * lane_width
    camera_height = dice.uniform(4.5, 12)
    tilt = dice.uniform(7, 24)
    focal = width * (dice.uniform(1.0, 2.2) if riders else dice.uniform(0.75, 1.5))
    night = dice.random() < 0.28
    weather = dice.choices(["clear", "rain", "snow", "fog"], [6, 2, 1, 1])[0]
    stop_at, cross_at = 40.0, 40 + 9 + lanes * lane_width
    out = [f"qyran_scenario: 1\nname: train-{seed}\nseed: {seed}\nseconds: 26\nwarmup_s: {dice.randint(20, 60)}\nstart: 2026-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}T05:00:00Z"]
    out.append(f"cameras:\n  - {{ id: c, site: made up, width: {width}, height: {height}, fps: 1, at: [{side:.2f}, 0], height_m: {camera_height:.2f}, "
               f"pan_deg: {dice.uniform(-18, 18):.1f}, tilt_deg: {tilt:.1f}, roll_deg: {dice.uniform(-2, 2):.1f}, focal_px: {focal:.0f}, k1: {dice.uniform(-0.12, 0.02):.3f}, "
               f"exposure_ms: {dice.uniform(10, 30) if night else dice.uniform(1, 8):.1f} }}")
    out.append("light: { time: night }" if night else
               f"light: {{ time: day, sun_azimuth_deg: {dice.randint(0, 359)}, sun_elevation_deg: {dice.randint(8, 65)}, clouds: {dice.random():.2f} }}")
    if weather != "clear":
        out.append(f"weather: {{ kind: {weather}, strength: {dice.uniform(0.2, 0.9):.2f} }}")
    out.append(f"picture: {{ noise: {dice.uniform(0.5, 5 if night else 2.5):.1f}, vignette: {dice.uniform(0, 0.3):.2f}, glare: {pick([0, 0, 0.4])}, dirt: {pick([0, 0, 0, 0.4])}, crf: {dice.randint(18, 32)} }}")
    style = {"motorway": "open", "square": "square"}.get(kind) or pick(["town", "town", "open"])
    out.append(f"surroundings: {{ style: {style} }}")
    out.append("plates: { KZ: 1, RU: 1, KG: 1, UZ: 1, TJ: 1 }")
    mix = pick(RIDERS if riders else MIXES)
    road = ["roads:"]
    lane, way, line, flow, marking, people, signal = ["lanes:"], [], [], ["flows:"], ["markings:"], ["people:"], []
    fast = dice.randint(80, 120) if kind == "motorway" else dice.randint(30, 70)
    if kind == "square":
        road.append(f"  - {{ id: street, line: [[-200, 74], [200, 74]], width_m: 9, pavement_m: 4 }}")
        for name, y, path in (("east", 71.9, "[-180, 71.9], [180, 71.9]"), ("west", 76.1, "[180, 76.1], [-180, 76.1]")):
            lane.append(f"  - {{ id: {name}, path: [{path}], width_m: 3.6, kmh: 40, no_change_m: 0 }}")
            flow.append(f"  - {{ lane: {name}, per_hour: 500, mix: {mix} }}")
        people.append(f"  - {{ area: [[-14, 12], [14, 12], [24, 62], [-24, 62]], count: {dice.randint(20, 60)} }}")
    else:
        half = lanes * lane_width
        road.append(f"  - {{ id: main, line: [[0, -260], [0, 420]], width_m: {2 * half + 0.8:.1f}, pavement_m: {0 if kind == 'motorway' else 4} }}")
        crossing = kind == "junction"
        for i in range(lanes):
            x = (i + 0.5) * lane_width
            # the outer lanes of a town go slower, so that vehicles bunch and hide each other
            speed = max(20, fast - i * 12)
            if crossing:
                lane.append(f"  - {{ id: n{i}, path: [[{x:.2f}, -160], [{x:.2f}, {cross_at - half - 4:.1f}]], width_m: {lane_width}, kmh: {speed} }}")
                lane.append(f"  - {{ id: n{i}x, path: [[{x:.2f}, {cross_at + half + 4:.1f}], [{x:.2f}, 380]], width_m: {lane_width}, kmh: {speed} }}")
                lane.append(f"  - {{ id: s{i}, path: [[{-x:.2f}, 380], [{-x:.2f}, {cross_at + half + 4:.1f}]], width_m: {lane_width}, kmh: {speed} }}")
                lane.append(f"  - {{ id: s{i}x, path: [[{-x:.2f}, {cross_at - half - 4:.1f}], [{-x:.2f}, -160]], width_m: {lane_width}, kmh: {speed} }}")
                way += [f"  - {{ from: n{i}, to: n{i}x, kmh: 45 }}", f"  - {{ from: s{i}, to: s{i}x, kmh: 45 }}"]
            else:
                lane.append(f"  - {{ id: n{i}, path: [[{x:.2f}, -240], [{x:.2f}, 400]], width_m: {lane_width}, kmh: {speed}, no_change_m: 0 }}")
                lane.append(f"  - {{ id: s{i}, path: [[{-x:.2f}, 400], [{-x:.2f}, -160]], width_m: {lane_width}, kmh: {speed}, no_change_m: 0 }}")
            for way_in in ("n", "s"):
                flow.append(f"  - {{ lane: {way_in}{i}, per_hour: {dice.randint(250, 900)}, mix: {mix} }}")
            if i:
                for sign in (1, -1):
                    marking.append(f"  - {{ kind: dashed, points: [[{sign * i * lane_width:.2f}, -160], [{sign * i * lane_width:.2f}, {cross_at - half - 6 if crossing else 400:.1f}]] }}")
        marking.append(f"  - {{ kind: {pick(['double', 'solid', 'dashed'])}, points: [[0, -160], [0, {cross_at - half - 6 if crossing else 400:.1f}]] }}")
        if crossing:
            road.append(f"  - {{ id: cross, line: [[-220, {cross_at:.1f}], [220, {cross_at:.1f}]], width_m: {2 * half:.1f}, pavement_m: 4 }}")
            for i in range(lanes):
                y = (i + 0.5) * lane_width
                lane.append(f"  - {{ id: e{i}, path: [[-200, {cross_at - y:.2f}], [{-half - 3:.1f}, {cross_at - y:.2f}]], kmh: 40 }}")
                lane.append(f"  - {{ id: e{i}x, path: [[{half + 3:.1f}, {cross_at - y:.2f}], [200, {cross_at - y:.2f}]], kmh: 40 }}")
                lane.append(f"  - {{ id: w{i}, path: [[200, {cross_at + y:.2f}], [{half + 3:.1f}, {cross_at + y:.2f}]], kmh: 40 }}")
                lane.append(f"  - {{ id: w{i}x, path: [[{-half - 3:.1f}, {cross_at + y:.2f}], [-200, {cross_at + y:.2f}]], kmh: 40 }}")
                way += [f"  - {{ from: e{i}, to: e{i}x, kmh: 35 }}", f"  - {{ from: w{i}, to: w{i}x, kmh: 35 }}"]
                flow += [f"  - {{ lane: e{i}, per_hour: {dice.randint(150, 500)}, mix: {mix} }}", f"  - {{ lane: w{i}, per_hour: {dice.randint(150, 500)}, mix: {mix} }}"]
            ids = lambda letter: ", ".join(f"{letter}{i}" for i in range(lanes))
            low, high = cross_at - half, cross_at + half
            line = ["lines:",
                    f"  - {{ id: stop-n, kind: stop, points: [[0.1, {low - 6:.1f}], [{half:.1f}, {low - 6:.1f}]], lanes: [{ids('n')}], signal: sn }}",
                    f"  - {{ id: stop-s, kind: stop, points: [[{-half:.1f}, {high + 6:.1f}], [-0.1, {high + 6:.1f}]], lanes: [{ids('s')}], signal: ss }}",
                    f"  - {{ id: stop-e, kind: stop, points: [[{-half - 6:.1f}, {low:.1f}], [{-half - 6:.1f}, {cross_at - 0.1:.1f}]], lanes: [{ids('e')}], signal: se }}",
                    f"  - {{ id: stop-w, kind: stop, points: [[{half + 6:.1f}, {cross_at + 0.1:.1f}], [{half + 6:.1f}, {high:.1f}]], lanes: [{ids('w')}], signal: sw }}"]
            phase = dice.uniform(0, 30)
            signal = ["signals:",
                      f"  - {{ id: sn, at: [{half + 1:.1f}, {low - 5:.1f}], height_m: 3.6, facing_deg: 180, green_s: 12, yellow_s: 3, red_s: 18, red_yellow_s: 1, offset_s: {phase:.1f} }}",
                      f"  - {{ id: ss, at: [{-half - 1:.1f}, {high + 5:.1f}], height_m: 3.6, facing_deg: 0, green_s: 12, yellow_s: 3, red_s: 18, red_yellow_s: 1, offset_s: {phase:.1f} }}",
                      f"  - {{ id: se, at: [{-half - 5:.1f}, {low - 1:.1f}], height_m: 3.6, facing_deg: 270, green_s: 11, yellow_s: 3, red_s: 19, red_yellow_s: 1, offset_s: {phase + 17:.1f} }}",
                      f"  - {{ id: sw, at: [{half + 5:.1f}, {high + 1:.1f}], height_m: 3.6, facing_deg: 90, green_s: 11, yellow_s: 3, red_s: 19, red_yellow_s: 1, offset_s: {phase + 17:.1f} }}"]
            marking.append(f"  - {{ kind: zebra, points: [[{-half:.1f}, {low - 3:.1f}], [{half:.1f}, {low - 3:.1f}]], width_m: 4 }}")
            people.append(f"  - {{ path: [[{-half - 2:.1f}, {low - 3:.1f}], [{half + 2:.1f}, {low - 3:.1f}]], per_minute: {dice.randint(4, 24)}, spread_m: 1.4 }}")
        if kind != "motorway":
            for x in (half + 2, -half - 2):
                people.append(f"  - {{ path: [[{x:.1f}, 6], [{x:.1f}, {stop_at if crossing else 120:.0f}]], per_minute: {dice.randint(2, 14)}, count: {dice.randint(0, 8)} }}")
    for part in (road, lane, (["ways:"] + way) if way else [], line, marking, signal, flow, people):
        if len(part) > 1:
            out += part
    return "\n".join(out) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("to", type=Path)
    options.add_argument("--count", type=int, default=70)
    options.add_argument("--seed", type=int, default=1000)
    options.add_argument("--riders", action="store_true", help="half of the traffic on two wheels")
    chosen = options.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        (chosen.to / f"train-{seed}.yaml").write_text(scenario(seed, chosen.riders))


if __name__ == "__main__":
    main()
