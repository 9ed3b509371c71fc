"""Step 8: how the two looks are weighed, on what was held back: the doubt of the first look's edges with which boxes fit best, and both scores as one.

Prints what src/Qyran.Vision/Onnx/CloseLook.cs holds, rounded, as FirstDoubt, Shift, FirstWeight and SecondWeight.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from classes import CLASSES, MOTOR
from close_crops import Stored, iou, region, stretched
from close_net import FAR, NEAR, CloseNet
from train import held_back, to_input

USUAL = np.array([NEAR, NEAR, FAR, FAR], np.float32)
DOUBTS = (0.05, 0.08, 0.12, 0.16, 0.25)
FAMILIES = [[i for i, c in enumerate(CLASSES) if c in MOTOR], [CLASSES.index("motorcycle"), CLASSES.index("bicycle")], [CLASSES.index("person")]]


def looked_at(net, stored, finds):
    """Per find: box as found, box as the close look alone has it, its doubts, the score of the first look, the logit of the second for that family."""
    pixels = stored.pixels()
    tall, wide = pixels.shape[:2]
    rows = []
    for find in finds:
        x, y, w, h = find["box"]
        box = np.array([x, y, x + w, y + h], np.float32)
        place = region(box, wide, tall)
        if min(place[2:]) >= 6:
            rows.append((box, place, find["score"], CLASSES.index(find["class"])))
    if not rows:
        return []
    crops = np.stack([stretched(pixels[p[1]:p[1] + p[3], p[0]:p[0] + p[2]]) for _, p, _, _ in rows])
    with torch.no_grad():
        out = net(to_input(torch.from_numpy(crops))).flatten(1).numpy()
    made = []
    for (box, (x, y, w, h), score, kind), numbers in zip(rows, out):
        seen = np.clip((numbers[:4] + USUAL) * (w, h, w, h) + (x, y, x, y), 0, (wide, tall, wide, tall))
        family = next(f for f in FAMILIES if kind in f)
        made.append((box, seen, np.exp(numbers[4:8]), score, max(numbers[8 + i] for i in family)))
    return made


def right_or_wrong(finds, boxes):
    """Pairs of a find and the box it is of, or None; what is of something neither wanted nor wrong is left out. A second find of a thing is wrong."""
    taken = set()
    for find in sorted(finds, key=lambda f: -f[3]):
        shared = iou(find[1], boxes[:, 1:5]) if len(boxes) else np.zeros(0)
        free = [i for i in np.argsort(-shared) if shared[i] >= 0.5 and i not in taken]
        if free:
            taken.add(free[0])
            if boxes[free[0], 5] > 0:
                yield find, boxes[free[0]]
        elif not any(iou(find[1], b[None, 1:5])[0] > 0.2 for b in boxes if b[5] == 0):
            yield find, None


def regression(x, y):
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(len(weights)), x.T @ (y - p))
    return weights


def logit(p):
    p = np.clip(p, 1e-3, 1 - 1e-3)
    return np.log(p / (1 - p))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    work = options.parse_args().work
    net = CloseNet().eval()
    net.load_state_dict(torch.load(work / "close.pt", map_location="cpu")["shadow"])
    found = {r["image"][r["image"].index("pictures/"):]: r["boxes"] for r in map(json.loads, open(work / "found.jsonl"))}
    pairs = {}
    for entry in filter(held_back, map(json.loads, open(work / "labels.jsonl"))):
        stored = Stored(entry, work)
        pairs.setdefault(entry["source"], []).extend(right_or_wrong(looked_at(net, stored, found.get(entry["picture"], ())), stored.boxes))
    for source, rows in pairs.items():
        of = [(f, b[1:5]) for f, b in rows if b is not None]
        text = [f"as found {np.mean([iou(f[0], t[None])[0] for f, t in of]):.4f}"]
        for first in DOUBTS:
            joined = [f[0] + (f[1] - f[0]) * first ** 2 / (first ** 2 + f[2] ** 2) for f, _ in of]
            text.append(f"{first}: {np.mean([iou(j, t[None])[0] for j, (_, t) in zip(joined, of)]):.4f}")
        print(f"{source}, {len(of)} boxes, overlap by the first look's doubt:", ", ".join(text))
    rows = pairs["sim"] + pairs["atl"]
    first, second = logit(np.array([f[3] for f, _ in rows])), np.clip(np.array([f[4] for f, _ in rows]), -6, 6)
    y, ones = np.array([b is not None for _, b in rows], float), np.ones(len(rows))
    alone, both = regression(np.stack([ones, first], 1), y), regression(np.stack([ones, first, second], 1), y)
    print(f"{len(rows)} finds; logit of right = {alone[0]:.2f} + {alone[1]:.2f} first = {both[0]:.2f} + {both[1]:.2f} first + {both[2]:.2f} second")
    print(f"on the first look's scale: {(both[0] - alone[0]) / alone[1]:.3f} + {both[1] / alone[1]:.3f} first + {both[2] / alone[1]:.3f} second")


if __name__ == "__main__":
    main()
