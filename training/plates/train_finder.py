"""Trains the finder for a wall-clock budget; writes a checkpoint every round and goes on from it when started again."""
import argparse
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from finder import REACH, STEPS, Finder
from finder_data import HIGH, WIDE

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
    options.add_argument("work", type=Path)
    options.add_argument("--checkpoint", default="finder.pt")
    options.add_argument("--minutes", type=float, default=35)
    options.add_argument("--rate", type=float, default=2.0e-3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=os.cpu_count())
    options.add_argument("--cores", help="core of the training, core of the preparation: 0,1")
    options.add_argument("--workers", type=int, default=1)
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    cores = [int(c) for c in chosen.cores.split(",")] if chosen.cores else [None, None]
    net = Finder().to(memory_format=torch.channels_last)
    shadow = Finder().eval().to(memory_format=torch.channels_last)
    plain = [p for p in net.parameters() if p.ndim < 2]
    optimiser = torch.optim.AdamW([{"params": [p for p in net.parameters() if p.ndim >= 2], "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], lr=chosen.rate)
    path = chosen.work / chosen.checkpoint
    done, spent = 0, 0.0
    if path.exists():
        saved = torch.load(path)
        net.load_state_dict(saved["net"])
        shadow.load_state_dict(saved["shadow"])
        if "optimiser" in saved:  # not from unfold.py
            optimiser.load_state_dict(saved["optimiser"])
        done, spent = saved["done"], saved["spent"]
        print(f"goes on after {done} batches, {spent / 60:.0f} minutes", flush=True)
    else:
        shadow.load_state_dict(net.state_dict())
    loader = iter(DataLoader(Samples(chosen.work, chosen.seed + done, cores[1]), batch_size=None, num_workers=chosen.workers, prefetch_factor=4))
    next(loader)
    if cores[0] is not None:
        os.sched_setaffinity(0, {cores[0]})
    began, last, sums, waited = time.time(), time.time(), [0.0, 0.0], 0.0
    while spent + time.time() - began < chosen.minutes * 60:
        progress = (spent + time.time() - began) / (chosen.minutes * 60)
        rate = chosen.rate * min(1.0, (done + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        wait = time.time()
        pixels, labels = next(loader)
        waited += time.time() - wait
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            levels = net(pixels.float().contiguous(memory_format=torch.channels_last))
        found, shape = cost([level.float() for level in levels], labels)
        optimiser.zero_grad(set_to_none=True)
        (found + 4 * shape).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        optimiser.step()
        done += 1
        sums[0] += found.item()
        sums[1] += shape.item()
        with torch.no_grad():
            keep = min(0.998, (1 + done) / (20 + done))
            for a, b in zip(shadow.state_dict().values(), net.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(keep).add_(b, alpha=1 - keep)
                else:
                    a.copy_(b)
        if done % ROUND == 0:
            now = time.time()
            print(f"{done:6d}  {progress:5.1%}  rate {rate:.2e}  found {sums[0] / ROUND:.3f} corners {sums[1] / ROUND:.4f}  "
                  f"{ROUND * BATCH / (now - last):.0f} img/s, waited {waited / (now - last):.0%}", flush=True)
            last, sums, waited = now, [0.0, 0.0], 0.0
            torch.save({"net": net.state_dict(), "shadow": shadow.state_dict(), "optimiser": optimiser.state_dict(), "done": done, "spent": spent + now - began}, str(path) + ".part")
            os.replace(str(path) + ".part", path)


if __name__ == "__main__":
    main()
