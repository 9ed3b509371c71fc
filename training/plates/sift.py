"""Second thoughts on the teacher's plates, before the finder learns them: WORK/plates.jsonl to WORK/sifted.jsonl.

In a clip, what stays at one place over many pictures is a part of the scene, and is learned as nothing wanted. Where nobody drew a box and the plate is large
enough to be read, the reader must see at least four signs in it; else it is neither wanted nor wrong.
"""
import argparse
import json
import re
from pathlib import Path

import cv2
import numpy as np
import torch

from reader import Exported, Reader, best
from spoil import rectified
from teach import box_of, overlap

LEGIBLE = 60  # px wide


def clip_of(picture):
    found = re.match(r"(.*/clips/.+)-\d{4}\.jpg$", picture)
    return found.group(1) if found else None


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    work = options.parse_args().work
    torch.set_num_threads(1)
    net = Reader()
    net.load_state_dict(torch.load(work / "reader.pt", map_location="cpu")["shadow"])
    read = Exported(net).eval()
    rows = [json.loads(line) for line in open(work / "plates.jsonl")]
    clips = {}
    for row in rows:
        if clip_of(row["picture"]):
            clips.setdefault(clip_of(row["picture"]), []).append([box_of(np.array(p["quad"]).reshape(4, 2)) for p in row["plates"]] + row["ignore"])
    fixed = doubtful = kept = 0
    with open(work / "sifted.jsonl", "w") as out:
        for row in rows:
            others = clips.get(clip_of(row["picture"]))
            labelled = "/plates/" in row["picture"]
            grey = None
            plates = []
            for plate in row["plates"]:
                quad = np.array(plate["quad"], np.float32).reshape(4, 2)
                box = box_of(quad)
                if others and sum(any(overlap(box, b) > 0.6 for b in boxes) for boxes in others) > max(8, 0.25 * len(others)):
                    fixed += 1
                    continue
                if not labelled and box[2] >= LEGIBLE:
                    grey = cv2.imread(row["picture"], cv2.IMREAD_GRAYSCALE) if grey is None else grey
                    with torch.no_grad():
                        signs, _ = read(torch.from_numpy(rectified(grey, quad))[None, None].float())
                    text, sure = best(signs[0])
                    if len(text) < 4 or float(np.prod(sure)) < 0.05 or not any(c.isdigit() for c in text):
                        row["ignore"].append([round(v, 1) for v in box])
                        doubtful += 1
                        continue
                plates.append(plate)
            row["plates"] = plates
            kept += len(plates)
            out.write(json.dumps(row) + "\n")
    print(kept, "plates;", fixed, "parts of a scene;", doubtful, "illegible")


if __name__ == "__main__":
    main()
