"""The network: a small dense one-stage detector without anchors, made for CPUs (plain 3x3 and 1x1 convolutions, channels in multiples of 16).

Input N x 3 x 384 x 640, RGB 0..255; any sides that are multiples of 32 will do. Three levels of strides 8, 16 and 32; per cell one score per class and the distances to the box's four sides in strides.
"""
import torch
from torch import nn
from torch.nn import functional as F

from classes import CLASSES

WIDTH, HEIGHT = 640, 384
STRIDES = (8, 16, 32)


def scaled(x):
    """A picture of 0..255 as the first layer takes it. The exported files leave this to whoever paints the picture: half a millisecond of a look."""
    return x * (1 / 128) - 1


class Conv(nn.Sequential):
    def __init__(self, wide_in, wide_out, size=3, stride=1):
        super().__init__(nn.Conv2d(wide_in, wide_out, size, stride, size // 2, bias=False), nn.BatchNorm2d(wide_out, momentum=0.03, eps=1e-3), nn.ReLU(inplace=True))


class Split(nn.Module):
    """Half of the channels go through residual pairs of 3x3, the other half past them (cross-stage partial)."""

    def __init__(self, wide_in, wide_out, depth, residual=True):
        super().__init__()
        half = wide_out // 2
        self.into, self.past, self.out = Conv(wide_in, half, 1), Conv(wide_in, half, 1), Conv(2 * half, wide_out, 1)
        self.pairs = nn.ModuleList(nn.Sequential(Conv(half, half), Conv(half, half)) for _ in range(depth))
        self.residual = residual

    def forward(self, x):
        y = self.into(x)
        for pair in self.pairs:
            y = y + pair(y) if self.residual else pair(y)
        return self.out(torch.cat([y, self.past(x)], 1))


class Pool(nn.Module):
    """Sees wide around: the same 5x5 maximum once, twice and thrice."""

    def __init__(self, wide):
        super().__init__()
        self.into, self.out = Conv(wide, wide // 2, 1), Conv(2 * wide, wide, 1)

    def forward(self, x):
        a = self.into(x)
        b = F.max_pool2d(a, 5, 1, 2)
        c = F.max_pool2d(b, 5, 1, 2)
        return self.out(torch.cat([a, b, c, F.max_pool2d(c, 5, 1, 2)], 1))


class RoadNet(nn.Module):
    def __init__(self, classes=len(CLASSES), w=(16, 32, 64, 96, 160), neck=(32, 64, 64), depth=(2, 2, 1)):
        super().__init__()
        self.stem = nn.Sequential(Conv(3, w[0], 3, 2), Conv(w[0], w[1], 3, 2))
        self.down3 = nn.Sequential(Conv(w[1], w[2], 3, 2), Split(w[2], w[2], depth[0]))
        self.down4 = nn.Sequential(Conv(w[2], w[3], 3, 2), Split(w[3], w[3], depth[1]))
        self.down5 = nn.Sequential(Conv(w[3], w[4], 3, 2), Split(w[4], w[4], depth[2]), Pool(w[4]))
        n3, n4, n5 = neck
        self.side5, self.side4, self.side3 = Conv(w[4], n5, 1), Conv(w[3], n4, 1), Conv(w[2], n3, 1)
        self.up4, self.up3 = Split(n5 + n4, n4, 1, residual=False), Split(n4 + n3, n3, 1, residual=False)
        self.back4, self.back5 = Conv(n3, n4, 3, 2), Conv(n4, n5, 3, 2)
        self.out4, self.out5 = Split(2 * n4, n4, 1, residual=False), Split(2 * n5, n5, 1, residual=False)
        self.heads = nn.ModuleList(nn.Sequential(Conv(n, n), nn.Conv2d(n, classes + 4, 1)) for n in neck)
        for head in self.heads:
            nn.init.normal_(head[-1].weight, std=0.01)
            nn.init.constant_(head[-1].bias[:classes], -4.6)  # one cell in a hundred
            nn.init.constant_(head[-1].bias[classes:], 1.0)

    def forward(self, x):
        """Raw outputs per level, N x (classes + 4) x H x W."""
        return self.levels(scaled(x))

    def levels(self, x):
        """The same for a picture that is scaled already."""
        c3 = self.down3(self.stem(x))
        c4 = self.down4(c3)
        c5 = self.down5(c4)
        p5 = self.side5(c5)
        p4 = self.up4(torch.cat([F.interpolate(p5, scale_factor=2.0), self.side4(c4)], 1))
        p3 = self.up3(torch.cat([F.interpolate(p4, scale_factor=2.0), self.side3(c3)], 1))
        p4 = self.out4(torch.cat([self.back4(p3), p4], 1))
        p5 = self.out5(torch.cat([self.back5(p4), p5], 1))
        return [head(p) for head, p in zip(self.heads, (p3, p4, p5))]


def cells(width=WIDTH, height=HEIGHT):
    """Centres (px) and stride of every cell: two tensors of A x 2 and A x 1."""
    points, steps = [], []
    for s in STRIDES:
        ys, xs = torch.meshgrid(torch.arange(height // s), torch.arange(width // s), indexing="ij")
        points.append(torch.stack([xs.flatten() + 0.5, ys.flatten() + 0.5], 1) * s)
        steps.append(torch.full((points[-1].shape[0], 1), float(s)))
    return torch.cat(points), torch.cat(steps)


def flat(levels):
    """Levels to class logits N x A x C and side distances in strides N x A x 4 (left, top, right, bottom; never negative)."""
    rows = torch.cat([level.flatten(2) for level in levels], 2).transpose(1, 2)
    return rows[..., :-4], F.softplus(rows[..., -4:])


def softplus(x):
    """log(1 + e^x) of what ONNX Runtime computes a vector at a time; its own Softplus takes four times as long."""
    return F.relu(x) + torch.log(1 + torch.exp(-x.abs()))


class Exported(nn.Module):
    """What runs in the product, on a scaled picture: 1 x (4 + classes) x A, centre x, centre y, width, height in input pixels, then scores 0..1."""

    def __init__(self, net, width=WIDTH, height=HEIGHT):
        super().__init__()
        self.net = net
        points, steps = cells(width, height)
        self.register_buffer("points", points.T.contiguous()[None])
        self.register_buffer("steps", steps.T.contiguous()[None])

    def forward(self, x):
        rows = torch.cat([level.flatten(2) for level in self.net.levels(x)], 2)
        classes = rows.shape[1] - 4
        scores, sides = torch.sigmoid(rows[:, :classes]), softplus(rows[:, classes:]) * self.steps
        near, far = self.points - sides[:, :2], self.points + sides[:, 2:]
        return torch.cat([(near + far) / 2, far - near, scores], 1)
