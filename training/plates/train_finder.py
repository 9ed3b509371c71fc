"""Trains the finder for a wall-clock budget; writes a checkpoint every round and goes on from it when started again."""
import argparse
import math
import os
import random
import sys
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from finder import REACH, STEPS, Finder
from finder_data import HIGH, WIDE

sys.path.append(str(Path(__file__).parent.parent))
from course import Course, add_options, cores

BATCH = 32
ROUND = 150
BORDER = 56  # px: narrower plates belong to the fine map, wider ones than half of it to the coarse one


class Samples(IterableDataset):
    def __init__(self, work, seed, core):
        self.work, self.seed, self.core = work, seed, core

    def __iter__(self):
        import cv2
        from finder_data import load, sample
        from fonts import Alphabets
        worker = get_worker_info()
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        if self.core is not None:
            os.sched_setaffinity(0, {self.core})
        dice = random.Random(self.seed * 1000 + worker.id)
        alphabets = Alphabets(self.work / "fonts", self.seed * 1000 + worker.id)
        sets = load(self.work)
        known = []
        while True:
            pixels = np.empty((BATCH, 1, HIGH, WIDE), np.uint8)
            labels = []
            for i in range(BATCH):
                if len(known) > 1000 and dice.random() < 0.65:  # making a sample costs more than learning from it
                    made = dice.choice(known)
                else:
                    made = sample(sets, alphabets, dice)
                    if len(known) < 8000:
                        known.append(made)
                    else:
                        known[dice.randrange(len(known))] = made
                pixels[i, 0] = made[0]
                labels.append(torch.from_numpy(made[1]))
            yield torch.from_numpy(pixels), labels


def targets(labels):
    """For each map: wanted N x h x w (1 plate, 0 none, -1 neither), corners N x 8 x h x w, their weight and each plate's size."""
    made = []
    for level, step in enumerate(STEPS):
        h, w = HIGH // step, WIDE // step
        wanted = torch.zeros(len(labels), h, w)
        corners = torch.zeros(len(labels), 8, h, w)
        weight = torch.zeros(len(labels), h, w)
        size = torch.ones(len(labels), h, w)
        xs = (torch.arange(w) + 0.5) * step
        ys = (torch.arange(h) + 0.5) * step
        for n, rows in enumerate(labels):
            # larger first: a small plate's cells are its own
            for row in sorted(rows.tolist(), key=lambda r: -abs(r[2] - r[0])):
                quad = torch.tensor(row[:8]).view(4, 2)
                lo, hi = quad.amin(0), quad.amax(0)
                mid, span = quad.mean(0), (hi - lo)
                long = float(span[0])
                near_x, near_y = (xs - mid[0]).abs(), (ys - mid[1]).abs()
                if row[9] == 0:
                    block = (near_y <= span[1] / 2 + step)[:, None] & (near_x <= span[0] / 2 + step)[None]
                    wanted[n][block & (wanted[n] == 0)] = -1
                    continue
                if (level == 0 and long > BORDER) or (level == 1 and long < BORDER / 2):
                    block = (near_y <= max(float(span[1]) * 0.35, step * 0.75))[:, None] & (near_x <= max(float(span[0]) * 0.35, step * 0.75))[None]
                    wanted[n][block] = -1  # the other map answers; what this one says does no harm
                    continue
                block = (near_y <= max(0.2 * float(span[1]), 0.51 * step))[:, None] & (near_x <= max(0.2 * float(span[0]), 0.51 * step))[None]
                ring = (near_y <= max(0.35 * float(span[1]), 1.1 * step))[:, None] & (near_x <= max(0.4 * float(span[0]), 1.1 * step))[None]
                wanted[n][ring & (wanted[n] == 0)] = -1
                wanted[n][block] = 1
                weight[n][block] = row[8]
                size[n][block] = max(4.0, math.sqrt(max(1.0, float(span[0] * span[1]))))
                for i in range(8):
                    corners[n, i][block] = quad.view(-1)[i]
        made.append((wanted, corners, weight, size))
    return made


def cost(levels, labels):
    found = shape = torch.zeros(())
    count = 0
    for level, step, reach, (wanted, corners, weight, size) in zip(levels, STEPS, REACH, targets(labels)):
        logit = level[:, 0]
        h, w = logit.shape[1:]
        ys = (torch.arange(h).view(1, 1, h, 1) + 0.5) * step
        xs = (torch.arange(w).view(1, 1, 1, w) + 0.5) * step
        at = level[:, 1:] * (step * reach)
        at = torch.stack([at[:, i] + (xs if i % 2 == 0 else ys)[:, 0] for i in range(8)], 1)
        off = (at - corners).abs().mean(1) / size
        yes = wanted == 1
        # a cell that knows the corners well shall be the surest
        quality = torch.where(yes, torch.clamp(1.0 - 2.5 * off.detach(), 0.1, 1.0), torch.zeros_like(off))
        p = logit.sigmoid()
        each = torch.nn.functional.binary_cross_entropy_with_logits(logit, quality, reduction="none") * (quality - p).abs() ** 1.5
        found = found + each[wanted >= 0].sum()
        if yes.any():
            e = off[yes]
            shape = shape + (torch.where(e < 0.02, e * e / 0.04, e - 0.01) * weight[yes]).sum()
            count += int(yes.sum())
    return found / max(1, count), shape / max(1, count)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    add_options(options, minutes=35, rate=2.0e-3)
    options.add_argument("--checkpoint", default="finder.pt")
    options.add_argument("--workers", type=int, default=1)
    chosen = options.parse_args()
    course = Course(Finder, chosen.work / chosen.checkpoint, chosen, decay=0.02, keep=0.998, floor=0.01, warm=300, clip=10.0)
    core, beside = cores(chosen)
    loader = iter(DataLoader(Samples(chosen.work, chosen.seed + course.done, beside), batch_size=None, num_workers=chosen.workers, prefetch_factor=4))
    for pixels, labels in course.batches(loader, core):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            levels = course.net(pixels.float().contiguous(memory_format=torch.channels_last))
        found, shape = cost([level.float() for level in levels], labels)
        course.learn(found + 4 * shape, found, shape)
        if course.done % ROUND == 0:
            found, shape = course.means(ROUND)
            course.save(f"found {found:.3f} corners {shape:.4f}", ROUND * BATCH, "img")


if __name__ == "__main__":
    main()
