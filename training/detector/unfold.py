"""Makes a checkpoint to go on from out of a shipped ONNX file: WORK/from.pt, for train.py --from."""
import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import torch

from augment import Picture, sample
from net import RoadNet
from train import held_back, to_input

sys.path.append(str(Path(__file__).parent.parent))
from shipped import fill

PICTURES, BATCHES, BATCH = 400, 16, 32


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("onnx", type=Path)
    options.add_argument("work", type=Path, help="with labels.jsonl: samples for the statistics")
    chosen = options.parse_args()
    dice = random.Random(5)
    rows = [r for r in map(json.loads, open(chosen.work / "labels.jsonl")) if not held_back(r)]
    pictures = [Picture(r, chosen.work) for r in dice.sample(rows, min(PICTURES, len(rows)))]
    batches = [to_input(torch.from_numpy(np.stack([sample(lambda: dice.choice(pictures), dice)[0] for _ in range(BATCH)]))) for _ in range(BATCHES)]
    net = RoadNet()
    off = fill(net, chosen.onnx, batches)
    print(f"answers as {chosen.onnx} does, but for {off:.2g} that statistics taken anew change")
    torch.save({"shadow": net.state_dict()}, chosen.work / "from.pt")


if __name__ == "__main__":
    main()
