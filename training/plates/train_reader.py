"""Trains the reader on made-up plates for a wall-clock budget; writes a checkpoint every round and goes on from it when started again."""
import argparse
import os
import pickle
import random
import sys
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from layouts import CODES
from reader import BLANK, PLACES, SIGNS, Reader, best
from spoil import HIGH, WIDE

sys.path.append(str(Path(__file__).parent.parent))
from course import Course, add_options, cores

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
    add_options(options, minutes=50, rate=2.0e-3)
    options.add_argument("--checkpoint", default="reader.pt")
    options.add_argument("--workers", type=int, default=1)
    chosen = options.parse_args()
    course = Course(Reader, chosen.work / chosen.checkpoint, chosen, decay=0.02, keep=0.9985, floor=0.01, warm=300, clip=5.0)
    core, beside = cores(chosen)
    loader = iter(DataLoader(Samples(chosen.work, chosen.seed + course.done, beside), batch_size=None, num_workers=chosen.workers, prefetch_factor=4))
    held_loader = iter(DataLoader(Samples(chosen.work, 999_999, beside, believing=False), batch_size=None, num_workers=1, prefetch_factor=2))
    held = [next(held_loader) for _ in range(12)]
    del held_loader
    lengths = torch.full((BATCH,), PLACES, dtype=torch.long)
    read = torch.nn.CTCLoss(blank=BLANK, zero_infinity=True)
    which = torch.nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=0.02)
    for pixels, texts, countries in course.batches(loader, core):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            signs, country = course.net(pixels.float().contiguous(memory_format=torch.channels_last))
        flat, sizes = targets(texts)
        loss = read(signs.float().log_softmax(2).permute(1, 0, 2), flat, lengths, sizes)
        side = which(country.float(), countries)
        course.learn(loss + 0.1 * side, loss, side)
        if course.done % ROUND == 0:
            exact, silent = judge(course.shadow, held)
            loss, side = course.means(ROUND)
            course.save(f"ctc {loss:.3f} country {side:.3f}  held exact {exact:.1%} silent {silent:.0%}", ROUND * BATCH, "plates")


if __name__ == "__main__":
    main()
