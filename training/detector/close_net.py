"""The second network: looks closely at one thing that was found, and says where its four edges are and what it is.

Input N x 3 x 64 x 64, RGB 0..255: the box with a quarter of its size more on every side, stretched to a square. Output N x 15 x 1 x 1: the edges left, top, right,
bottom as shares of that square (beside where the box had them), the logarithms of how far each may be off in shares of the thing's size, and a score per class (logits).
"""
from torch import nn

from classes import CLASSES
from net import Conv

SIDE = 64
MARGIN = 0.25  # of the box, beyond each of its edges
NEAR, FAR = MARGIN / (1 + 2 * MARGIN), (1 + MARGIN) / (1 + 2 * MARGIN)


class Residual(nn.Module):
    def __init__(self, wide):
        super().__init__()
        self.pair = nn.Sequential(Conv(wide, wide), Conv(wide, wide))

    def forward(self, x):
        return x + self.pair(x)


class CloseNet(nn.Module):
    def __init__(self, classes=len(CLASSES), w=(16, 32, 64, 96), wide=160):
        super().__init__()
        self.body = nn.Sequential(
            Conv(3, w[0], 3, 2), Conv(w[0], w[1], 3, 2), Residual(w[1]), Residual(w[1]),
            Conv(w[1], w[2], 3, 2), Residual(w[2]), Residual(w[2]), Conv(w[2], w[3], 3, 2), Residual(w[3]))
        self.join = nn.Sequential(nn.Conv2d(w[3], wide, SIDE // 16, bias=False), nn.BatchNorm2d(wide, momentum=0.03, eps=1e-3), nn.ReLU(inplace=True))
        self.out = nn.Conv2d(wide, 8 + classes, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        nn.init.constant_(self.out.bias[:4], 0)
        nn.init.constant_(self.out.bias[4:8], -3)
        nn.init.constant_(self.out.bias[8:], -2)

    def forward(self, x):
        return self.out(self.join(self.body(x * (1 / 128) - 1)))
