"""Step 4: trains the network on WORK/labels.jsonl; writes WORK/CHECKPOINT after every round and goes on from it when started again.

The length is a wall-clock budget, so that the learning rate comes down in time on any machine. The seed fixes what is drawn, not how far a run comes.
"""
import argparse
import hashlib
import json
import os
import random
import sys
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from augment import RIDDEN, Picture, cuttings_of, sample
from classes import CLASSES
from loss import cost
from net import HEIGHT, WIDTH, RoadNet, cells, flat

sys.path.append(str(Path(__file__).parent.parent))
from course import Course, add_options, cores

SHARES = {"openimages": 0.22, "atl": 0.22, "sim": 0.22, "clips": 0.08, "lights": 0.04, "ro": 0.05, "two wheels": 0.17}  # the last: any photograph with one
PHOTOGRAPHED = ("openimages", "atl", "clips")
CUT_SHARES = dict(enumerate((0.2, 0.05, 0.17, 0.13, 0.37, 0.08, 0.0)))  # by class, as CLASSES orders them
BATCH = 32
ROUND = 150  # batches between checkpoints


def held_back(row):
    """A twentieth of the labelled pictures judges the training; simulated runs are held back whole."""
    key = row["picture"].rsplit("-", 1)[0] if row["source"] == "sim" else row["picture"]
    return row["source"] in ("openimages", "atl", "sim") and hashlib.md5(key.encode()).digest()[0] < 13


class Samples(IterableDataset):
    def __init__(self, pictures, seed, core):
        self.pictures, self.seed, self.core = pictures, seed, core

    def __iter__(self):
        worker = get_worker_info()
        dice = random.Random(self.seed * 1000 + worker.id)
        import cv2
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        if self.core is not None:
            os.sched_setaffinity(0, {self.core})
        sources = [s for s in SHARES if self.pictures.get(s)]
        weights = [SHARES[s] for s in sources]

        def draw():
            return dice.choice(self.pictures[dice.choices(sources, weights)[0]])

        cuttings = cuttings_of(p for s in PHOTOGRAPHED for p in self.pictures.get(s, []))
        kinds = [k for k in CUT_SHARES if k in cuttings]

        def cutting():
            return dice.choice(cuttings[dice.choices(kinds, [CUT_SHARES[k] for k in kinds])[0]])

        while True:
            pixels = np.empty((BATCH, HEIGHT, WIDTH, 3), np.uint8)
            labels = []
            for i in range(BATCH):
                pixels[i], boxes = sample(draw, dice, cutting)
                labels.append(torch.from_numpy(boxes))
            yield torch.from_numpy(pixels), labels


def to_input(pixels):
    """N x H x W x 3 BGR bytes to N x 3 x H x W RGB, 0..255."""
    return pixels.flip(3).permute(0, 3, 1, 2).float().contiguous(memory_format=torch.channels_last)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    add_options(options, minutes=90, rate=1.6e-3)
    options.add_argument("--checkpoint", default="road.pt")
    options.add_argument("--from", dest="start", type=Path, help="weights to begin with (their rate starts anew)")
    chosen = options.parse_args()
    work = chosen.work
    pictures, held = {}, []
    for row in map(json.loads, open(work / "labels.jsonl")):
        picture = Picture(row, work)
        if held_back(row):
            held.append(picture)
        else:
            pictures.setdefault(row["source"], []).append(picture)
            if row["source"] != "sim" and any(box[0] in RIDDEN and box[5] > 0 for box in picture.boxes):
                pictures.setdefault("two wheels", []).append(picture)
    print({s: len(p) for s, p in pictures.items()}, len(held), "held back", flush=True)
    points, steps = cells()
    course = Course(RoadNet, work / chosen.checkpoint, chosen, decay=0.03, keep=0.9985, floor=0.02, warm=250, clip=10.0, start=chosen.start)
    core, beside = cores(chosen)
    loader = iter(DataLoader(Samples(pictures, chosen.seed + course.done, beside), batch_size=None, num_workers=2, prefetch_factor=3))
    test_dice = random.Random(7)
    tests = [sample(lambda p=p: p, test_dice) for p in held]
    for pixels, labels in course.batches(loader, core):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            levels = course.net(to_input(pixels))
        logits, sides = flat([level.float() for level in levels])
        loss, classes, shape = cost(logits, sides, points, steps, labels)
        course.learn(loss, classes, shape)
        if course.done % ROUND == 0:
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                parts = []
                for i in range(0, len(tests), BATCH):
                    group = tests[i:i + BATCH]
                    logits, sides = flat([level.float() for level in course.shadow(to_input(torch.from_numpy(np.stack([p for p, _ in group]))))])
                    parts.append(cost(logits, sides, points, steps, [torch.from_numpy(b) for _, b in group])[1:])
            (classes, shape), test = course.means(ROUND), np.mean(parts, 0)
            course.save(f"train {classes:.3f} {shape:.3f}  held {test[0]:.3f} {test[1]:.3f}", ROUND * BATCH, "img")


if __name__ == "__main__":
    main()
