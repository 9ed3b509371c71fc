"""Step 3: turns what teachers found into labels.

Reads WORK/gathered.jsonl, WORK/views.jsonl, WORK/teachers/*.jsonl (from `qyran detect --json --threshold 0.05`) and WORK/rendered.jsonl;
writes WORK/labels.jsonl: per picture boxes with class, score 0..1 and use: 'learn' (wanted) or 'ignore' (neither wanted nor wrong).
Labels made by people win over teachers; where a set names only some of its objects, teachers add the others.
"""
import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from classes import MOTOR

SURE, MAYBE = 0.42, 0.13  # mean score of the two surest teachers: wanted from here, ignored from here
OVERSEEN = 0.3
LEAST = 0.09  # a teacher's weaker finds are left out
TWO_WHEELS = {"motorcycle", "bicycle"}


def group(name):
    return "motor" if name in MOTOR else "two" if name in TWO_WHEELS else name


def iou(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def within(a, b):
    """Share of a that lies in b."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(w, 0) * max(h, 0) / max(a[2] * a[3], 1e-6)


def back(view, box, size):
    """A box of a view in its picture's pixels, or None where the view's own edge cuts it but the picture's does not."""
    x0, y0, w, h = view["place"]
    x, y, bw, bh = box
    if view["mirrored"]:
        x = w - x - bw
    edge = 3
    if (x < edge and x0 > 0) or (y < edge and y0 > 0) or (x + bw > w - edge and x0 + w < size[0]) or (y + bh > h - edge and y0 + h < size[1]):
        return None
    return [x0 + x, y0 + y, bw, bh]


def fuse(finds):
    """finds: (teacher, view, class, score, box). Clusters of one group that overlap; the mean box, weighted by score."""
    clusters = []
    for find in sorted(finds, key=lambda f: -f[3]):
        best, best_iou = None, 0.5
        for cluster in clusters:
            if cluster["group"] == group(find[2]) and (o := iou(cluster["box"], find[4])) > best_iou:
                best, best_iou = cluster, o
        if best is None:
            clusters.append({"group": group(find[2]), "box": list(find[4]), "finds": [find]})
        else:
            best["finds"].append(find)
            weight = sum(f[3] for f in best["finds"])
            best["box"] = [sum(f[3] * f[4][i] for f in best["finds"]) / weight for i in range(4)]
    for cluster in clusters:
        per_teacher, names = defaultdict(dict), defaultdict(float)
        for teacher, view, name, score, _ in cluster["finds"]:
            per_teacher[teacher][view] = max(score, per_teacher[teacher].get(view, 0))
            names[name] += score
        surest = sorted((max(v.values()) * (1 if len(v) > 1 else 0.9) for v in per_teacher.values()), reverse=True)
        cluster["score"] = (surest[0] + (surest[1] if len(surest) > 1 else 0)) / 2
        cluster["class"] = max(names, key=names.get)
    kept = []
    for cluster in sorted(clusters, key=lambda c: -c["score"]):
        # a part of a thing that another view saw whole
        if not any(k["group"] == cluster["group"] and (iou(k["box"], cluster["box"]) > 0.5 or within(cluster["box"], k["box"]) > 0.85) for k in kept):
            kept.append(cluster)
    return kept


def join_riders(boxes):
    """A rider and the machine below are one road user, the machine's class, as everywhere in Qyran."""
    machines = [b for b in boxes if b["class"] in TWO_WHEELS]
    gone = set()
    for machine in machines:
        mx, my, mw, mh = machine["box"]
        for i, person in enumerate(boxes):
            px, py, pw, ph = person["box"]
            if person["class"] != "person" or i in gone:
                continue
            middle = px + pw / 2
            if mx - 0.1 * mw < middle < mx + 1.1 * mw and my - 0.9 * ph < py < my + 0.35 * mh and py + ph > my + 0.15 * mh and py + ph < my + mh * 1.15:
                left, top = min(mx, px), min(my, py)
                right, bottom = max(mx + mw, px + pw), max(my + mh, py + ph)
                machine["box"] = [left, top, right - left, bottom - top]
                mx, my, mw, mh = machine["box"]
                gone.add(i)
    return [b for i, b in enumerate(boxes) if i not in gone]


def label(entry, clusters):
    boxes = [{"class": c, "box": box, "score": 1.0, "use": "learn", "by": "people"} for c, *box in entry["labels"]]
    people = list(boxes)
    for cluster in clusters:
        if any(group(p["class"]) == cluster["group"] and (iou(p["box"], cluster["box"]) > 0.45 or within(cluster["box"], p["box"]) > 0.8) for p in people):
            continue
        # where people labelled everything, only what teachers nearly all see can be something that people left out
        if cluster["score"] < (OVERSEEN if cluster["class"] in entry["complete"] else MAYBE):
            continue
        # teachers see the rider and not the small machine below: where motorcycles are labelled, a person may be one of them
        rider = cluster["class"] == "person" and "motorcycle" in entry["complete"]
        sure = cluster["score"] >= SURE and cluster["class"] not in entry["complete"] and not rider
        boxes.append({"class": cluster["class"], "box": cluster["box"], "score": cluster["score"], "use": "learn" if sure else "ignore", "by": "teachers"})
    return join_riders(boxes)


def steady(frames):
    """Over time: what is found once only is doubtful, what is found again and again near by is no chance. What never moves and
    is not seen surely may be parked or may be a booth: nobody knows, so it teaches nothing."""
    for before, now, after in zip([None, *frames[:-1]], frames, [*frames[1:], None]):
        for box in now["labels"]:
            x, y, w, h = box["box"]
            reach = 1.5 * max(w, h)
            seen = []
            for other in (before, after):
                if other is None:
                    continue
                seen.append(any(group(o["class"]) == group(box["class"]) and abs(o["box"][0] + o["box"][2] / 2 - x - w / 2) < reach
                                and abs(o["box"][1] + o["box"][3] / 2 - y - h / 2) < reach and 0.6 < o["box"][3] / h < 1.7 for o in other["labels"]))
            always = sum(any(iou(o["box"], box["box"]) > 0.65 for o in other["labels"]) for other in frames[::5])
            if always > 0.8 * len(frames[::5]) and box["score"] < 0.75:
                box["after"] = "ignore"
            elif all(seen) and box["score"] > 0.27:
                box["after"] = "learn"
            elif not any(seen) and box["score"] < 0.6:
                box["after"] = "ignore"
    for frame in frames:
        for box in frame["labels"]:
            box["use"] = box.pop("after", box["use"])


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    work = options.parse_args().work
    entries = {e["picture"]: e for e in map(json.loads, open(work / "gathered.jsonl"))}
    views = {v["view"]: v for v in map(json.loads, open(work / "views.jsonl"))}
    finds = defaultdict(list)
    for teacher in sorted((work / "teachers").glob("*.jsonl")):
        for row in map(json.loads, open(teacher)):
            key = row["image"][row["image"].index("views/"):]
            view = views[key]
            entry = entries[view["picture"]]
            for found in row["boxes"]:
                if found["score"] < LEAST:
                    continue
                box = back(view, found["box"], (entry["width"], entry["height"]))
                if box and box[2] > 3 and box[3] > 3:
                    finds[view["picture"]].append((teacher.stem, key, found["class"], found["score"], box))
    labelled, clips = [], defaultdict(list)
    for path, entry in entries.items():
        row = {k: entry[k] for k in ("picture", "source", "width", "height")} | {"labels": label(entry, fuse(finds[path]))}
        labelled.append(row)
        if entry["clip"]:
            clips[entry["clip"]].append((entry["at"], row))
    for rows in clips.values():
        steady([row for _, row in sorted(rows, key=lambda r: r[0])])
    labelled += map(json.loads, open(work / "rendered.jsonl"))
    counts = defaultdict(lambda: defaultdict(int))
    with open(work / "labels.jsonl", "w") as out:
        for row in labelled:
            for box in row["labels"]:
                box["box"] = [round(float(v), 2) for v in box["box"]]
                counts[row["source"]][f"{box['class']}{'' if box['use'] == 'learn' else '?'}"] += 1
            out.write(json.dumps(row) + "\n")
    for source, classes in counts.items():
        print(f"{source:12}", ", ".join(f"{n} {c}" for c, n in sorted(classes.items())))


if __name__ == "__main__":
    main()
