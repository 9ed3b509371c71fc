"""Writes plate-finder.onnx and plate-reader.onnx, batch normalisation folded, and checks each against the network it came from."""
import argparse
from pathlib import Path

import torch

from finder import Finder
from reader import Exported, Reader


def fold(net):
    """Replaces every convolution with batch normalisation by one convolution with a bias."""
    for module in net.modules():
        if isinstance(module, torch.nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], torch.nn.Conv2d) and isinstance(module[i + 1], torch.nn.BatchNorm2d):
                    module[i], module[i + 1] = torch.nn.utils.fusion.fuse_conv_bn_eval(module[i], module[i + 1]), torch.nn.Identity()
    return net


def write(net, wrap, picture, path, names, axes):
    net.eval()
    with torch.no_grad():
        before = wrap(net)(picture)
        whole = wrap(fold(net)).eval()
        off = max((a - b).abs().max().item() for a, b in zip(whole(picture), before))
        print(f"{path.name}: folding changes the outputs by at most {off:.2g}")
        assert off < 0.02
        torch.onnx.export(whole, picture, str(path), input_names=["grey"], output_names=names, opset_version=13, do_constant_folding=True, dynamic_axes=axes)
    print(f"{path}: {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M parameters, {path.stat().st_size / 1e6:.1f} MB")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    options.add_argument("to", type=Path)
    chosen = options.parse_args()
    if (chosen.work / "reader.pt").exists():
        net = Reader()
        net.load_state_dict(torch.load(chosen.work / "reader.pt", map_location="cpu")["shadow"])
        write(net, lambda n: Exported(n).eval(), torch.rand(1, 1, 48, 160) * 255, chosen.to / "plate-reader.onnx", ["signs", "countries"], {})
    if (chosen.work / "finder.pt").exists():
        net = Finder()
        net.load_state_dict(torch.load(chosen.work / "finder.pt", map_location="cpu")["shadow"])
        sides = {"grey": {2: "height", 3: "width"}, "fine": {2: "height8", 3: "width8"}, "coarse": {2: "height16", 3: "width16"}}
        write(net, lambda n: n.eval(), torch.rand(1, 1, 320, 416) * 255, chosen.to / "plate-finder.onnx", ["fine", "coarse"], sides)


if __name__ == "__main__":
    main()
