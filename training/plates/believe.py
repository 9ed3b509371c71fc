"""Self-training: real plates whose text the reader is sure of, WORK/sifted.jsonl to WORK/believed.pkl.

Nobody wrote down what these plates say. A plate is believed where twelve looks at it, with the corners moved and the picture softened a little, give the same text,
each look is sure of it, and it is long enough to be a number. What is believed is then learned under harder conditions than it was read in. Pictures marked train alone come here.
"""
import argparse
import json
import pickle
import random
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import torch

from reader import Exported, Reader, best
from spoil import handed_over, rectified

LOOKS = 12
AGREE = 11
SURE = 0.85  # of the product of the signs' probabilities, the median look
WIDE_ENOUGH = 45  # px


def looks(grey, quad, dice):
    for i in range(LOOKS):
        k = 1.0 if i % 3 else dice.uniform(0.8, 1.0)
        softer = cv2.resize(grey, None, fx=k, fy=k, interpolation=cv2.INTER_AREA) if k < 1 else grey
        yield rectified(softer, quad * k if i == 0 else handed_over(quad * k, 0.02, dice))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    work = options.parse_args().work
    torch.set_num_threads(1)
    net = Reader()
    net.load_state_dict(torch.load(work / "reader.pt", map_location="cpu")["shadow"])
    read = Exported(net).eval()
    dice = random.Random(1)
    believed, seen, texts = [], 0, Counter()
    for row in map(json.loads, open(work / "sifted.jsonl")):
        if not row["plates"]:
            continue
        grey = cv2.imread(row["picture"], cv2.IMREAD_GRAYSCALE)
        for plate in row["plates"]:
            quad = np.array(plate["quad"], np.float32).reshape(4, 2)
            if np.linalg.norm(quad[1] - quad[0]) < WIDE_ENOUGH:
                continue
            seen += 1
            a, b = quad.min(0), quad.max(0)
            room = 0.5 * (b - a).max() + 6
            corner = np.floor(np.maximum(a - room, 0)).astype(int)
            part = np.ascontiguousarray(grey[corner[1]:int(b[1] + room) + 1, corner[0]:int(b[0] + room) + 1])
            quad = quad - corner
            with torch.no_grad():
                signs, _ = read(torch.from_numpy(np.stack(list(looks(part, quad, dice))))[:, None].float())
            found = [best(s) for s in signs]
            text, times = Counter(t for t, _ in found).most_common(1)[0]
            sure = sorted(float(np.prod(s)) for t, s in found if t == text)[times // 2] if text else 0.0
            if times < AGREE or sure < SURE or len(text) < 5 or not any(c.isdigit() for c in text):
                continue
            texts[text] += 1
            if texts[text] <= 6:  # one car stands still for a hundred pictures
                believed.append((part, quad.astype(np.float32), text))
    pickle.dump(believed, open(work / "believed.pkl", "wb"))
    print(f"{len(believed)} sightings of {len(texts)} plates believed, of {seen}")


if __name__ == "__main__":
    main()
