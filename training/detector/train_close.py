"""Step 6: trains the second network on WORK/labels.jsonl; writes WORK/close.pt and goes on from it when started again. A budget of time, as train.py's."""
import argparse
import json
import os
import random
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from augment import RIDDEN
from classes import CLASSES
from close_crops import CAR, NOTHING, Stored, crops
from close_net import FAR, NEAR, CloseNet
from train import held_back, to_input

sys.path.append(str(Path(__file__).parent.parent))
from course import Course, add_options, cores

SHARES = {"sim": 0.5, "atl": 0.2, "openimages": 0.15, "clips": 0.06, "lights": 0.02, "ro": 0.03, "two wheels": 0.04}  # the last: any photograph with one
BATCH = 192
ROUND = 250
USUAL = torch.tensor([NEAR, NEAR, FAR, FAR])
VAN = CLASSES.index("van")


class Crops(IterableDataset):
    def __init__(self, pictures, seed, core):
        self.pictures, self.seed, self.core = pictures, seed, core

    def __iter__(self):
        import cv2
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        if self.core is not None:
            os.sched_setaffinity(0, {self.core})
        dice = random.Random(self.seed * 1000 + get_worker_info().id)
        sources = [s for s in SHARES if self.pictures.get(s)]
        weights = [SHARES[s] for s in sources]
        pool = []
        while True:
            while len(pool) < 4 * BATCH:  # what one picture gives is spread over several batches
                pool += crops(dice.choice(self.pictures[dice.choices(sources, weights)[0]]), dice)
            dice.shuffle(pool)
            yield batch(pool[:BATCH])
            pool = pool[BATCH:]


def batch(rows):
    """Pixels, true edges, edges as found, kind, how much the edges and the kind teach, whether it is simulated."""
    stack = lambda name: torch.from_numpy(np.stack([getattr(r, name) for r in rows]))
    return stack("pixels"), stack("edges"), stack("found"), *(torch.tensor([getattr(r, name) for r in rows]) for name in ("kind", "weight", "sure", "sim"))


def overlap(a, b):
    size = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    return size / ((a[:, 2:] - a[:, :2]).clamp(min=0).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - size).clamp(min=1e-6)


def cost(out, edges, kind, weight, sure, sim):
    """Edges: Laplace's likelihood, with the doubt that the network itself states; and the overlap. Kinds: cross entropy of each by itself."""
    at, doubt = out[:, :4] + USUAL, out[:, 4:8].clamp(-7, 1)
    size = (edges[:, 2:] - edges[:, :2]).clamp(min=0.05).repeat(1, 2)
    off = (at - edges).abs() / size
    shape = ((off / doubt.exp() + doubt).mean(1) + 2 * (1 - overlap(at, edges))) * weight
    wanted = F.one_hot(kind.clamp(min=0), len(CLASSES)).float() * (kind != NOTHING)[:, None]
    told = F.binary_cross_entropy_with_logits(out[:, 8:], wanted, reduction="none")
    unknown = ((kind == CAR) & ~sim)[:, None] & (torch.arange(len(CLASSES)) == VAN)  # elsewhere a van may be called car
    return shape.sum() / weight.sum().clamp(min=1), ((told * ~unknown).sum(1) * sure).mean()


def judge(net, tests):
    parts = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for pixels, edges, found, kind, weight, _, sim in tests:
            out = net(to_input(pixels)).float().flatten(1)
            there = weight > 0
            right = (out[:, 8:].argmax(1) == kind) | (kind == NOTHING)
            parts.append(torch.stack([there.float(), sim.float(), overlap(found, edges), overlap(out[:, :4] + USUAL, edges), right.float()], 1))
    rows = torch.cat(parts)
    rows = rows[rows[:, 0] > 0]
    text = []
    for name, of in (("sim", rows[rows[:, 1] > 0]), ("real", rows[rows[:, 1] == 0])):
        if len(of):
            text.append(f"{name} {of[:, 2].mean():.3f}>{of[:, 3].mean():.4f} >.9 {(of[:, 3] > 0.9).float().mean():.3f} kind {of[:, 4].mean():.3f}")
    return "  ".join(text)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    add_options(options, minutes=50, rate=2e-3, threads=1)
    options.add_argument("--checkpoint", default="close.pt")
    options.add_argument("--from", dest="start", type=Path, help="weights to begin with (their rate starts anew)")
    chosen = options.parse_args()
    work = chosen.work
    pictures, held = {}, []
    found = {r["image"][r["image"].index("pictures/"):]: [b["box"] for b in r["boxes"]] for r in map(json.loads, open(work / "found.jsonl"))}
    for row in map(json.loads, open(work / "labels.jsonl")):
        stored = Stored(row, work, found.get(row["picture"], ()))
        if not len(stored.boxes) and not len(stored.found):
            continue
        if held_back(row):
            held.append(stored)
        else:
            pictures.setdefault(row["source"], []).append(stored)
            if row["source"] != "sim" and any(box[0] in RIDDEN and box[5] > 0 for box in stored.boxes):
                pictures.setdefault("two wheels", []).append(stored)
    print({s: len(p) for s, p in pictures.items()}, len(held), "held back", flush=True)
    course = Course(CloseNet, work / chosen.checkpoint, chosen, decay=0.03, keep=0.998, floor=0.02, warm=250, clip=10.0, start=chosen.start)
    core, beside = cores(chosen)
    loader = iter(DataLoader(Crops(pictures, chosen.seed + course.done, beside), batch_size=None, num_workers=1, prefetch_factor=6))
    dice = random.Random(7)
    rows = [c for s in held for c in crops(s, dice, plain=True)]  # what the first network found there, as it is
    tests = [batch(rows[i:i + BATCH]) for i in range(0, len(rows), BATCH)]
    print(len(rows), "crops held back", flush=True)
    for pixels, edges, _, kind, weight, sure, sim in course.batches(loader, core):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = course.net(to_input(pixels))
        shape, told = cost(out.float().flatten(1), edges, kind, weight, sure, sim)
        course.learn(shape + told, shape, told)
        if course.done % ROUND == 0:
            shape, told = course.means(ROUND)
            course.save(f"train {shape:.3f} {told:.3f}  {judge(course.shadow, tests)}", ROUND * BATCH, "crops")


if __name__ == "__main__":
    main()
