"""Step 5: writes the ONNX file, with batch normalisation folded into the convolutions and checked against the network it came from; with WORK in whole numbers."""
import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import onnx
import torch

from net import HEIGHT, WIDTH, Exported, RoadNet, scaled

sys.path.append(str(Path(__file__).parent.parent))
FLOATS = ["net.stem.0.0.weight"]  # three channels in are quicker as floats
PICTURES = 160  # that the ranges of whole numbers are taken from


def fold(net):
    """Replaces every convolution with batch normalisation by one convolution with a bias."""
    for module in net.modules():
        if isinstance(module, torch.nn.Sequential) and len(module) >= 2 and isinstance(module[1], torch.nn.BatchNorm2d):
            module[0], module[1] = torch.nn.utils.fusion.fuse_conv_bn_eval(module[0], module[1]), torch.nn.Identity()
    return net


def seen_in_training(work):
    """Pictures drawn as for training, N x 3 x H x W bytes."""
    from augment import Picture, sample
    from train import held_back, to_input
    rows = [r for r in map(json.loads, open(work / "labels.jsonl")) if not held_back(r)]
    dice = random.Random(11)
    drawn = [sample(lambda r=r: Picture(r, work), dice)[0] for r in dice.sample(rows, PICTURES)]
    return to_input(torch.from_numpy(np.stack(drawn))).round().clamp(0, 255).byte().numpy()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("checkpoint", type=Path, help="from train.py; - for an untrained network (to time it)")
    options.add_argument("onnx", type=Path)
    options.add_argument("--work", type=Path, help="folder with labels.jsonl; without it the file stays in floats")
    chosen = options.parse_args()
    net = RoadNet()
    if str(chosen.checkpoint) != "-":
        net.load_state_dict(torch.load(chosen.checkpoint, map_location="cpu")["shadow"])
    net.eval()
    picture = scaled(torch.rand(1, 3, HEIGHT, WIDTH) * 255)
    with torch.no_grad():
        before = Exported(net).eval()(picture)
        whole = Exported(fold(net)).eval()
        off = (whole(picture) - before).abs().max().item()
        print(f"folding changes the outputs by at most {off:.2g}")
        assert off < 0.05
        torch.onnx.export(whole, picture, str(chosen.onnx), input_names=["images"], output_names=["boxes"], opset_version=13, do_constant_folding=True)
    if chosen.work:
        from quantize import quantized
        onnx.save(quantized(onnx.load(str(chosen.onnx)), seen_in_training(chosen.work), FLOATS, scaled), str(chosen.onnx))
    print(f"{chosen.onnx}: {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, {chosen.onnx.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
