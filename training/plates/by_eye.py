"""What was read by eye on photographs marked train (by-eye.jsonl beside this file), into WORK/sifted.jsonl for the finder and WORK/believed.pkl for the reader.

A line a place: {"picture", "quad", "text", "held"}. A text of null is a plate that nobody can wholly read, an empty one no plate: lettering, a grille, a window. What is
held was kept from learning; all pictures of one plate or one lettering are held together. With --judge: what a reader makes of the held plates, instead.
"""
import argparse
import json
import os
import pickle
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from teach import box_of, overlap

MOST_OF_ONE = 6  # one car stands still for a hundred pictures
SAME = 0.3  # overlap from which two boxes are one place


class Place:
    def __init__(self, row, work):
        folder = work if row["picture"].startswith("clips/") else Path(os.environ["QYRAN_DATA"])
        self.picture = str(folder / row["picture"])
        self.quad = np.array(row["quad"], np.float32).reshape(4, 2)
        self.box = box_of(self.quad)
        self.text, self.held = row["text"], row["held"]

    def part(self):
        """The place and what is around it, and its corners there."""
        grey = cv2.imread(self.picture, cv2.IMREAD_GRAYSCALE)
        a, b = self.quad.min(0), self.quad.max(0)
        room = 0.5 * (b - a).max() + 6
        corner = np.floor(np.maximum(a - room, 0)).astype(int)
        return np.ascontiguousarray(grey[corner[1]:int(b[1] + room) + 1, corner[0]:int(b[0] + room) + 1]), (self.quad - corner).astype(np.float32)


def places(work):
    return [Place(json.loads(line), work) for line in open(Path(__file__).with_name("by-eye.jsonl"))]


def sift(work, known):
    """The finder's labels: what is a plate is one, what is none is named as lettering, and what is held is neither wanted nor wrong."""
    by_picture = {}
    for place in known:
        by_picture.setdefault(os.path.realpath(place.picture), []).append(place)
    rows = [json.loads(line) for line in open(work / "sifted.jsonl")]
    with open(work / "sifted.jsonl.part", "w") as out:
        for row in rows:
            row["lettering"] = []
            for place in by_picture.get(os.path.realpath(row["picture"]), []):
                near = [p for p in row["plates"] if overlap(box_of(np.array(p["quad"]).reshape(4, 2)), place.box) > SAME]
                row["ignore"] = [b for b in row["ignore"] if overlap(b, place.box) <= SAME]
                if place.text == "":
                    row["plates"] = [p for p in row["plates"] if p not in near]
                    row["ignore" if place.held else "lettering"].append([round(v, 1) for v in place.box])
                elif not near:
                    row["plates"].append({"quad": place.quad.ravel().tolist(), "exact": True})
            out.write(json.dumps(row) + "\n")
    os.replace(work / "sifted.jsonl.part", work / "sifted.jsonl")
    print(sum(len(r["plates"]) for r in rows), "plates,", sum(len(r["lettering"]) for r in rows), "letterings")


def believe(work, known):
    """The reader's real plates: these, and of those it believed itself the ones that nobody read."""
    read = {p.text for p in known if p.text}
    believed = [b for b in pickle.load(open(work / "believed.pkl", "rb")) if b[2] not in read]
    times = Counter()
    for place in known:
        if place.text and not place.held:
            times[place.text] += 1
            if times[place.text] <= MOST_OF_ONE:
                believed.append((*place.part(), place.text))
    pickle.dump(believed, open(work / "believed.pkl", "wb"))
    print(len(believed), "sightings to learn from")


def judge(path, known):
    import torch
    from reader import Exported, Reader, best
    from spoil import rectified
    torch.set_num_threads(1)
    net = Reader()
    net.load_state_dict(torch.load(path, map_location="cpu")["shadow"])
    read = Exported(net).eval()
    right, seen = Counter(), Counter()
    for place in known:
        if place.text and place.held:
            part, quad = place.part()
            with torch.no_grad():
                text, _ = best(read(torch.from_numpy(rectified(part, quad))[None, None].float())[0][0])
            seen[place.text] += 1
            right[place.text] += text == place.text
            if text != place.text and seen[place.text] - right[place.text] == 1:
                print(f"  {place.text} read as {text or 'nothing'}")
    print(f"{path}: {sum(right.values())} of {sum(seen.values())} sightings, {sum(right[t] / seen[t] for t in seen):.1f} of {len(seen)} plates")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    options.add_argument("--judge", type=Path, metavar="READER.pt")
    chosen = options.parse_args()
    known = places(chosen.work)
    if chosen.judge:
        judge(chosen.judge, known)
        return
    sift(chosen.work, known)
    believe(chosen.work, known)


if __name__ == "__main__":
    main()
