"""Makes a checkpoint to go on from out of a shipped ONNX file: WORK/from.pt, for train.py --from.

Export folds batch normalisation away, so its statistics are taken anew on training samples; the network then answers as the file does, and can learn on.
Needs Debian's python3-onnx.
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from augment import Picture, sample
from net import RoadNet
from train import held_back, to_input

PICTURES, BATCHES, BATCH = 400, 16, 32


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("onnx", type=Path)
    options.add_argument("work", type=Path, help="with labels.jsonl: samples for the statistics")
    chosen = options.parse_args()
    folded = {i.name.removeprefix("net."): torch.from_numpy(numpy_helper.to_array(i).copy()) for i in onnx.load(str(chosen.onnx)).graph.initializer}
    net = RoadNet().eval()
    norms = []
    for name, module in net.named_modules():
        if isinstance(module, torch.nn.Sequential) and len(module) >= 2 and isinstance(module[1], torch.nn.BatchNorm2d):
            norms.append(module)
            module[0].weight.data = folded[f"{name}.0.weight"]
            module[1].bias.data = folded[f"{name}.0.bias"]
            module[1].running_var.fill_(1 - module[1].eps)
    for i, head in enumerate(net.heads):
        head[-1].weight.data, head[-1].bias.data = folded[f"heads.{i}.1.weight"], folded[f"heads.{i}.1.bias"]

    dice = random.Random(5)
    rows = [r for r in map(json.loads, open(chosen.work / "labels.jsonl")) if not held_back(r)]
    pictures = [Picture(r, chosen.work) for r in dice.sample(rows, min(PICTURES, len(rows)))]
    batches = [to_input(torch.from_numpy(np.stack([sample(lambda: dice.choice(pictures), dice)[0] for _ in range(BATCH)]))) for _ in range(BATCHES)]
    sums = {m: [0, 0.0, 0.0] for m in norms}

    def count(module, _, out, of):
        kept = sums[of]
        kept[0] += out.numel() // out.shape[1]
        kept[1] = kept[1] + out.double().sum((0, 2, 3))
        kept[2] = kept[2] + (out.double() ** 2).sum((0, 2, 3))

    hooks = [m[0].register_forward_hook(lambda module, given, out, of=m: count(module, given, out, of)) for m in norms]
    with torch.no_grad():
        before = [net(b) for b in batches]
        for hook in hooks:
            hook.remove()
        for module, (n, total, squares) in sums.items():
            mean, norm = (total / n).float(), module[1]
            spread = (squares / n - (total / n) ** 2).float()
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(spread)
            norm.weight.data = (spread + norm.eps).sqrt()
            norm.bias.data += mean
        off = max((a - b).abs().max().item() for a, b in zip(before[0], net(batches[0])))
    print(f"answers as {chosen.onnx} does, but for {off:.2g}")
    assert off < 0.05
    torch.save({"shadow": net.state_dict()}, chosen.work / "from.pt")


if __name__ == "__main__":
    main()
