"""The mean of two checkpoints of one course, where the later went on from the earlier: training/mean.py EARLIER.pt LATER.pt TO.pt.

Weights on either side of a good place do better in the middle (Izmailov et al. 2018); what the later has forgotten the earlier still knows.
"""
import argparse
from pathlib import Path

import torch


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("earlier", type=Path)
    options.add_argument("later", type=Path)
    options.add_argument("to", type=Path)
    chosen = options.parse_args()
    a, b = (torch.load(p, map_location="cpu")["shadow"] for p in (chosen.earlier, chosen.later))
    mean = {k: (a[k] + b[k]) / 2 if a[k].dtype.is_floating_point else b[k] for k in a}
    torch.save({"net": mean, "shadow": mean, "done": 0, "spent": 0.0}, chosen.to)


if __name__ == "__main__":
    main()
