"""Step 7: writes the second network's ONNX file in whole numbers, batch normalisation folded."""
import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import onnx
import torch

from close_crops import SIDE, Stored, crops
from close_net import FAR, NEAR, CloseNet
from export import fold
from train import held_back, to_input

sys.path.append(str(Path(__file__).parent.parent))
FLOATS = ["body.0.0.weight"]  # three channels in are quicker as floats
PICTURES = 160  # that the ranges of whole numbers are taken from


def with_usual_edges(net):
    """Puts the edges' usual places into the last layer's constants: added behind it, all numbers would be rounded to bytes of one range."""
    net.out.bias.data[:4] += torch.tensor([NEAR, NEAR, FAR, FAR])
    return net


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("checkpoint", type=Path, help="from train_close.py; - for an untrained network (to time it)")
    options.add_argument("onnx", type=Path)
    options.add_argument("--work", type=Path, help="folder with labels.jsonl; without it the file stays in floats")
    chosen = options.parse_args()
    net = CloseNet()
    if str(chosen.checkpoint) == "-":
        for p in net.parameters():
            p.data += torch.randn_like(p) * 0.01  # equal constants would be written once and shared
    else:
        net.load_state_dict(torch.load(chosen.checkpoint, map_location="cpu")["shadow"])
    net.eval()
    picture = torch.rand(1, 3, SIDE, SIDE) * 255
    with torch.no_grad():
        before = with_usual_edges(net)(picture)
        whole = fold(net).eval()
        off = (whole(picture) - before).abs().max().item()
        print(f"folding changes the outputs by at most {off:.2g}")
        assert off < 1e-3
        torch.onnx.export(whole, picture, str(chosen.onnx), input_names=["images"], output_names=["edges"], opset_version=13, do_constant_folding=True)
    if chosen.work:
        from quantize import quantized
        dice = random.Random(11)
        rows = [r for r in map(json.loads, open(chosen.work / "labels.jsonl")) if r["labels"] and not held_back(r)]
        drawn = [c.pixels for r in dice.sample(rows, PICTURES) for c in crops(Stored(r, chosen.work), dice)[:4]]
        pictures = to_input(torch.from_numpy(np.stack(drawn))).byte().numpy()
        onnx.save(quantized(onnx.load(str(chosen.onnx)), pictures, FLOATS), str(chosen.onnx))
    print(f"{chosen.onnx}: {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, {chosen.onnx.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
