"""Trains the reader on made-up plates for a wall-clock budget; writes a checkpoint every round and goes on from it when started again."""
import argparse
import math
import os
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from layouts import CODES
from reader import BLANK, PLACES, SIGNS, Reader, best
from spoil import HIGH, WIDE

BATCH = 64
ROUND = 200
REAL = 0.05  # share of real plates, where believe.py found some
AGAIN = 0.3  # share of sightings learned from once more


def grey_photos(folder, most=700):
    """Backgrounds: what gather.py put into WORK/photos."""
    import cv2
    found = sorted(Path(folder).glob("*.jpg"))[:most]
    return [p for p in (cv2.imread(str(f), cv2.IMREAD_GRAYSCALE) for f in found) if p is not None and min(p.shape) > 60]


def sample(alphabets, photos, believed, dice):
    from draw import plate
    from spoil import no_plate, reader_view, seen_again
    if believed and dice.random() < REAL:
        part, quad, text = dice.choice(believed)
        return seen_again(part, quad, dice), text, -1
    if dice.random() < 0.07:
        return no_plate(alphabets, photos, dice), "", -1
    picture, text, country, rows = plate(alphabets, dice)
    return reader_view(picture, rows, photos, dice), text, CODES.index(country)


class Samples(IterableDataset):
    def __init__(self, work, seed, core, believing=True):
        self.work, self.seed, self.core, self.believing = work, seed, core, believing

    def __iter__(self):
        import cv2
        from fonts import Alphabets
        worker = get_worker_info()
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        if self.core is not None:
            os.sched_setaffinity(0, {self.core})
        dice = random.Random(self.seed * 1000 + worker.id)
        alphabets = Alphabets(self.work / "fonts", self.seed * 1000 + worker.id)
        photos = grey_photos(self.work / "photos")
        real = self.work / "believed.pkl"
        believed = pickle.load(open(real, "rb")) if real.exists() and self.believing else []
        known = []  # a part of a batch was seen before: making a sighting costs a fair part of learning from it
        while True:
            pixels = np.empty((BATCH, 1, HIGH, WIDE), np.uint8)
            texts, countries = [], []
            for i in range(BATCH):
                if len(known) > 2000 and dice.random() < AGAIN:
                    made = dice.choice(known)
                else:
                    made = sample(alphabets, photos, believed, dice)
                    if len(known) < 30_000:
                        known.append(made)
                    else:
                        known[dice.randrange(len(known))] = made
                pixels[i, 0], text, country = made
                texts.append(text)
                countries.append(country)
            yield torch.from_numpy(pixels), texts, torch.tensor(countries)


def targets(texts):
    return torch.tensor([SIGNS.index(c) for t in texts for c in t], dtype=torch.long), torch.tensor([len(t) for t in texts], dtype=torch.long)


def judge(net, held):
    right, signs, wrong, silent, negatives = 0, 0, 0, 0, 0
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for pixels, texts, _ in held:
            out = net(pixels.float())[0].float().softmax(2)
            for row, text in zip(out, texts):
                if text:
                    right += best(row)[0] == text
                    signs += 1
                else:
                    negatives += 1
                    silent += best(row)[0] == ""
    return right / max(1, signs), silent / max(1, negatives)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    options.add_argument("--checkpoint", default="reader.pt")
    options.add_argument("--minutes", type=float, default=50)
    options.add_argument("--rate", type=float, default=2.0e-3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=os.cpu_count())
    options.add_argument("--cores", help="core of the training, core of the preparation: 0,1")
    options.add_argument("--workers", type=int, default=1)
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    cores = [int(c) for c in chosen.cores.split(",")] if chosen.cores else [None, None]
    net = Reader().to(memory_format=torch.channels_last)
    shadow = Reader().eval().to(memory_format=torch.channels_last)
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
    held_loader = iter(DataLoader(Samples(chosen.work, 999_999, cores[1], believing=False), batch_size=None, num_workers=1, prefetch_factor=2))
    held = [next(held_loader) for _ in range(12)]
    del held_loader
    next(loader)  # workers start before this process is bound to its core
    if cores[0] is not None:
        os.sched_setaffinity(0, {cores[0]})
    lengths = torch.full((BATCH,), PLACES, dtype=torch.long)
    read = torch.nn.CTCLoss(blank=BLANK, zero_infinity=True)
    which = torch.nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=0.02)
    began, last, sums, waited = time.time(), time.time(), [0.0, 0.0], 0.0
    while spent + time.time() - began < chosen.minutes * 60:
        progress = (spent + time.time() - began) / (chosen.minutes * 60)
        rate = chosen.rate * min(1.0, (done + 1) / 300) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        wait = time.time()
        pixels, texts, countries = next(loader)
        waited += time.time() - wait
        net.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            signs, country = net(pixels.float().contiguous(memory_format=torch.channels_last))
        flat, sizes = targets(texts)
        loss = read(signs.float().log_softmax(2).permute(1, 0, 2), flat, lengths, sizes)
        side = which(country.float(), countries)
        optimiser.zero_grad(set_to_none=True)
        (loss + 0.1 * side).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        done += 1
        sums[0] += loss.item()
        sums[1] += side.item()
        with torch.no_grad():
            keep = min(0.9985, (1 + done) / (20 + done))
            for a, b in zip(shadow.state_dict().values(), net.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(keep).add_(b, alpha=1 - keep)
                else:
                    a.copy_(b)
        if done % ROUND == 0:
            exact, silent = judge(shadow, held)
            now = time.time()
            print(f"{done:6d}  {progress:5.1%}  rate {rate:.2e}  ctc {sums[0] / ROUND:.3f} country {sums[1] / ROUND:.3f}  held exact {exact:.1%} silent {silent:.0%}  "
                  f"{ROUND * BATCH / (now - last):.0f} plates/s, waited {waited / (now - last):.0%}", flush=True)
            last, sums, waited = now, [0.0, 0.0], 0.0
            torch.save({"net": net.state_dict(), "shadow": shadow.state_dict(), "optimiser": optimiser.state_dict(), "done": done, "spent": spent + now - began}, str(path) + ".part")
            os.replace(str(path) + ".part", path)


if __name__ == "__main__":
    main()
