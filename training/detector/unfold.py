"""Makes a checkpoint to go on from out of a shipped ONNX file: WORK/from.pt for train.py --from, with --close WORK/close-from.pt for train_close.py --from."""
import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import torch

from augment import Picture, sample
from close_crops import Stored, crops
from close_net import FAR, NEAR, CloseNet
from net import RoadNet
from train import held_back, to_input

sys.path.append(str(Path(__file__).parent.parent))
from shipped import fill

PICTURES, BATCHES, BATCH, CLOSE_BATCH = 400, 16, 32, 192


def whole(rows, work, dice):
    """Batches of the first look's input."""
    pictures = [Picture(r, work) for r in rows]
    return [np.stack([sample(lambda: dice.choice(pictures), dice)[0] for _ in range(BATCH)]) for _ in range(BATCHES)]


def close(rows, work, dice):
    """Batches of the close look's."""
    drawn = [c.pixels for r in rows if r["labels"] for c in crops(Stored(r, work), dice)]
    dice.shuffle(drawn)
    return [np.stack(drawn[i * CLOSE_BATCH:(i + 1) * CLOSE_BATCH]) for i in range(min(BATCHES, len(drawn) // CLOSE_BATCH))]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("onnx", type=Path)
    options.add_argument("work", type=Path, help="with labels.jsonl: samples for the statistics")
    options.add_argument("--close", action="store_true", help="the file is the close look's")
    chosen = options.parse_args()
    dice = random.Random(5)
    rows = [r for r in map(json.loads, open(chosen.work / "labels.jsonl")) if not held_back(r)]
    batches = (close if chosen.close else whole)(dice.sample(rows, min(PICTURES, len(rows))), chosen.work, dice)
    net = CloseNet() if chosen.close else RoadNet()
    off = fill(net, chosen.onnx, [to_input(torch.from_numpy(b)) for b in batches])
    print(f"answers as {chosen.onnx} does, but for {off:.2g} that statistics taken anew change")
    if chosen.close:  # export adds the usual places of edges
        net.out.bias.data[:4] -= torch.tensor([NEAR, NEAR, FAR, FAR])
    torch.save({"shadow": net.state_dict()}, chosen.work / ("close-from.pt" if chosen.close else "from.pt"))


if __name__ == "__main__":
    main()
