"""The plate finder: a grey picture in, plates with their four corners out. Fully convolutional: any size whose sides are multiples of 32."""
import torch
from torch import nn

from reader import Residual, unit

STEPS = (8, 16)
REACH = (4.0, 8.0)  # an offset of 1 from the network is this many steps


class Finder(nn.Module):
    def __init__(self):
        super().__init__()
        self.start = nn.Sequential(unit(1, 16, 3, 2), unit(16, 32, 3, 2))
        self.eight = nn.Sequential(unit(32, 48, 3, 2), unit(48, 48))
        self.sixteen = nn.Sequential(unit(48, 64, 3, 2), Residual(64), Residual(64))
        self.wide = nn.Sequential(unit(64, 96, 3, 2), Residual(96))
        self.down16, self.down8 = unit(96, 64, 1), unit(64, 48, 1)
        self.merge16, self.merge8 = unit(64, 64), unit(48, 48)
        self.out16, self.out8 = nn.Conv2d(64, 9, 1), nn.Conv2d(48, 9, 1)
        for out in (self.out8, self.out16):
            nn.init.normal_(out.weight, 0, 0.01)
            nn.init.constant_(out.bias, 0)
            nn.init.constant_(out.bias[:1], -4.6)

    def forward(self, x):
        """N x 1 x H x W floats 0..255 -> two maps N x 9 x h x w: a logit and four corners' x, y from the cell's middle."""
        eight = self.eight(self.start((x - 112) / 64))
        sixteen = self.sixteen(eight)
        wide = self.wide(sixteen)
        sixteen = self.merge16(sixteen + nn.functional.interpolate(self.down16(wide), scale_factor=2.0, mode="nearest"))
        eight = self.merge8(eight + nn.functional.interpolate(self.down8(sixteen), scale_factor=2.0, mode="nearest"))
        return self.out8(eight), self.out16(sixteen)


class Exported(nn.Module):
    """One row a cell: score and eight corner numbers in pixels of the input."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        rows = []
        for level, step, reach in zip(self.net(x), STEPS, REACH):
            n, _, h, w = level.shape
            score = level[:, :1].sigmoid()
            ys = (torch.arange(h, dtype=torch.float32).view(1, 1, h, 1) + 0.5) * step
            xs = (torch.arange(w, dtype=torch.float32).view(1, 1, 1, w) + 0.5) * step
            at = level[:, 1:] * (step * reach)
            corners = [at[:, i:i + 1] + (xs if i % 2 == 0 else ys) for i in range(8)]
            rows.append(torch.cat([score, *corners], 1).flatten(2).transpose(1, 2))
        return torch.cat(rows, 1)
