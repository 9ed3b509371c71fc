"""Labels for the plate finder: a permissive teacher's plates on pictures that may be learned from, people's boxes where there are some.

Writes WORK/plates.jsonl, a line a picture: {"picture", "plates": [{"quad": 8 numbers, "exact": corners known}], "ignore": boxes, "vehicles": boxes}. Boxes are x, y, w, h.
"""
import argparse
import csv
import json
import os
from pathlib import Path

import cv2
import numpy as np

SURE, PERHAPS = 0.5, 0.15


def teacher(net, picture):
    """Quads and scores in a view of 320 x 320."""
    h, w = picture.shape[:2]
    s = 320 / max(h, w)
    small = cv2.resize(picture, (round(w * s), round(h * s)), interpolation=cv2.INTER_AREA if s < 1 else cv2.INTER_LINEAR)
    square = np.zeros((320, 320, 3), np.uint8)
    square[:small.shape[0], :small.shape[1]] = small
    net.setInput(cv2.dnn.blobFromImage(square, 1 / 255, swapRB=True))
    out = net.forward()[0]
    out = out[out[:, 4] > PERHAPS]
    return [(row[5:13].reshape(4, 2) / s, float(row[4])) for row in out]


def views(picture):
    """The whole, and overlapping parts for what is far away."""
    h, w = picture.shape[:2]
    yield picture, (0, 0)
    if max(h, w) < 300:
        return
    if max(h, w) < 700:
        across, down = (2, 1) if w > h else (1, 2)
    else:
        across = down = 3
    pw, ph = min(w, round(w / across * 1.25)), min(h, round(h / down * 1.25))
    for i in range(across):
        for j in range(down):
            x, y = round((w - pw) * i / max(1, across - 1)), round((h - ph) * j / max(1, down - 1))
            yield picture[y:y + ph, x:x + pw], (x, y)


def box_of(quad):
    a, b = quad.min(0), quad.max(0)
    return [float(a[0]), float(a[1]), float(b[0] - a[0]), float(b[1] - a[1])]


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def distinct(found):
    kept = []
    for quad, score in sorted(found, key=lambda f: -f[1]):
        if all(overlap(box_of(quad), box_of(k)) < 0.35 for k, _ in kept):
            kept.append((quad, score))
    return kept


def yolo_boxes(path, w, h, wanted):
    if not path.exists():
        return []
    boxes = []
    for line in path.read_text().splitlines():
        parts = line.split()
        if len(parts) == 5 and int(parts[0]) in wanted:
            cx, cy, bw, bh = (float(v) for v in parts[1:])
            boxes.append([(cx - bw / 2) * w, (cy - bh / 2) * h, bw * w, bh * h])
    return boxes


def label_file(picture):
    return Path(str(picture).replace("/images/", "/labels/")).with_suffix(".txt")


def sources(data, clips):
    truth = {}
    for row in csv.DictReader(open(data / "plates/ro/train/boxes.csv")):
        truth.setdefault(row["file"], []).append([float(row[k]) for k in "xywh"])
    for name, boxes in truth.items():
        path = data / "plates/ro/train" / name
        if not path.exists():
            path = next((data / "plates/ro/train").rglob(name))
        yield path, boxes, ()
    for path in sorted(clips.glob("*.jpg")):
        yield path, None, ()
    # the pictures of the road-camera set are too small for plates
    for part in ("openimages_vehicles/train", "openimages_vehicles/train_extra"):
        for path in sorted((data / "detection" / part).rglob("*.jpg")):
            yield path, None, (0, 1, 2, 3, 4)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    options.add_argument("--most", type=int, default=10_000, help="pictures")
    chosen = options.parse_args()
    data = Path(os.environ["QYRAN_DATA"])
    cv2.setNumThreads(1)
    net = cv2.dnn.readNet(str(data / "models/hyperlpr/y5fu_320x_sim.onnx"))
    kept = part = 0
    part_file = chosen.work / "plates.jsonl.part"
    known = {json.loads(line)["picture"] for line in open(part_file)} if part_file.exists() else set()  # goes on where it was stopped
    with open(part_file, "a") as out:
        for n, (path, boxes, classes) in enumerate(sources(data, chosen.work / "clips")):
            if n >= chosen.most:
                break
            if str(path) in known:
                continue
            picture = cv2.imread(str(path))
            if picture is None:
                continue
            found = []
            for view, (x, y) in views(picture):
                vh, vw = view.shape[:2]
                for quad, score in teacher(net, view):
                    box = box_of(quad)
                    cut = (x > 0 and box[0] < 3) or (y > 0 and box[1] < 3) or box[0] + box[2] > vw - 3 or box[1] + box[3] > vh - 3
                    if not cut and 6 < box[2] < 0.6 * vw and box[2] > 0.7 * box[3]:
                        found.append((quad + (x, y), score))
            found = distinct(found)
            h, w = picture.shape[:2]
            plates, ignore = [], []
            if boxes is not None:
                for box in boxes:
                    near = max(((overlap(box, box_of(q)), q) for q, _ in found), key=lambda o: o[0], default=(0, None))
                    if near[0] > 0.6:
                        plates.append({"quad": near[1].ravel().round(1).tolist(), "exact": True})
                    else:
                        x, y, bw, bh = box
                        plates.append({"quad": [x, y, x + bw, y, x + bw, y + bh, x, y + bh], "exact": False})
                ignore = [box_of(q) for q, s in found if s > 0.4 and all(overlap(box_of(q), b) < 0.2 for b in boxes)]
            else:
                for quad, score in found:
                    if score > SURE:
                        plates.append({"quad": quad.ravel().round(1).tolist(), "exact": True})
                    else:
                        ignore.append([round(v, 1) for v in box_of(quad)])
            vehicles = yolo_boxes(label_file(path), w, h, classes) if classes else []
            out.write(json.dumps({"picture": str(path), "plates": plates, "ignore": ignore, "vehicles": vehicles}) + "\n")
            kept += len(plates)
            part += len(ignore)
            out.flush()
            if n % 100 == 0:
                print(n, kept, "plates", part, "doubtful", flush=True)
    os.replace(chosen.work / "plates.jsonl.part", chosen.work / "plates.jsonl")
    print(kept, "plates", part, "doubtful")


if __name__ == "__main__":
    main()
