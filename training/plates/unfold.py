"""Makes checkpoints to go on from out of the shipped plate models: WORK/reader.pt and WORK/finder.pt, unless they are there."""
import argparse
import random
import sys
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).parent.parent))
BATCH = 64


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("models", type=Path, help="folder with plate-reader.onnx and plate-finder.onnx")
    options.add_argument("work", type=Path, help="as for training: samples for the statistics")
    chosen = options.parse_args()
    from export import pictures_seen, plates_seen
    from finder import Finder
    from fonts import Alphabets
    from reader import Reader
    from shipped import fill
    dice, alphabets = random.Random(32), Alphabets(chosen.work / "fonts", 32)
    for name, net, seen in (("reader", Reader(), plates_seen), ("finder", Finder(), pictures_seen)):
        path = chosen.work / f"{name}.pt"
        if path.exists():
            continue
        pictures = torch.from_numpy(seen(chosen.work, alphabets, dice)).float()
        off = fill(net, chosen.models / f"plate-{name}.onnx", pictures.split(BATCH))
        print(f"{name}: answers as the file does, but for {off:.2g} that statistics taken anew change")
        torch.save({"net": net.state_dict(), "shadow": net.state_dict(), "done": 0, "spent": 0.0}, path)


if __name__ == "__main__":
    main()
