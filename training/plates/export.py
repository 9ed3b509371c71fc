"""Writes plate-finder.onnx and plate-reader.onnx: batch normalisation folded, checked against the network it came from, then put into whole numbers."""
import argparse
import random
import sys
from pathlib import Path

import numpy as np
import onnx
import torch

from finder import Finder
from reader import Exported, Reader

sys.path.append(str(Path(__file__).parent.parent))
PICTURES = 384  # that the ranges of whole numbers are taken from


def plates_seen(work, alphabets, dice):
    from train_reader import grey_photos, sample
    photos = grey_photos(work / "photos", 200)
    return np.stack([sample(alphabets, photos, [], dice)[0] for _ in range(PICTURES)])[:, None]


def pictures_seen(work, alphabets, dice):
    from finder_data import load, sample
    sets = load(work)
    return np.stack([sample(sets, alphabets, dice)[0] for _ in range(PICTURES)])[:, None]


def fold(net):
    """Replaces every convolution with batch normalisation by one convolution with a bias."""
    for module in net.modules():
        if isinstance(module, torch.nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], torch.nn.Conv2d) and isinstance(module[i + 1], torch.nn.BatchNorm2d):
                    module[i], module[i + 1] = torch.nn.utils.fusion.fuse_conv_bn_eval(module[i], module[i + 1]), torch.nn.Identity()
    return net


def write(net, wrap, picture, path, names, axes, seen, floats=()):
    from quantize import quantized
    net.eval()
    with torch.no_grad():
        before = wrap(net)(picture)
        whole = wrap(fold(net)).eval()
        off = max((a - b).abs().max().item() for a, b in zip(whole(picture), before))
        print(f"{path.name}: folding changes the outputs by at most {off:.2g}")
        assert off < 0.02
        torch.onnx.export(whole, picture, str(path), input_names=["grey"], output_names=names, opset_version=13, do_constant_folding=True, dynamic_axes=axes)
    onnx.save(quantized(onnx.load(str(path)), seen, floats), str(path))
    print(f"{path}: {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, {path.stat().st_size / 1e6:.1f} MB")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    options.add_argument("to", type=Path)
    chosen = options.parse_args()
    from fonts import Alphabets
    dice, alphabets = random.Random(31), Alphabets(chosen.work / "fonts", 31)
    if (chosen.work / "reader.pt").exists():
        net = Reader()
        net.load_state_dict(torch.load(chosen.work / "reader.pt", map_location="cpu")["shadow"])
        write(net, lambda n: Exported(n).eval(), torch.rand(1, 1, 48, 160) * 255, chosen.to / "plate-reader.onnx", ["signs", "countries"], {},
              plates_seen(chosen.work, alphabets, dice), ["net.eyes.0.0.weight"])  # sees a picture of any contrast: no fixed steps for it
    if (chosen.work / "finder.pt").exists():
        net = Finder()
        net.load_state_dict(torch.load(chosen.work / "finder.pt", map_location="cpu")["shadow"])
        sides = {"grey": {2: "height", 3: "width"}, "fine": {2: "height8", 3: "width8"}, "coarse": {2: "height16", 3: "width16"}}
        write(net, lambda n: n.eval(), torch.rand(1, 1, 320, 416) * 255, chosen.to / "plate-finder.onnx", ["fine", "coarse"], sides,
              pictures_seen(chosen.work, alphabets, dice))


if __name__ == "__main__":
    main()
