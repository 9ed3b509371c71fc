"""The plate reader: a rectified plate in, for each of 80 places a distribution over the signs, and the country.

The picture is read in two lines of 40 places, the upper before the lower; a plate with one row stands in the upper line, the lower stays blank. So one
network reads both forms and nobody has to tell it how many rows there are.
"""
import torch
from torch import nn

from layouts import CODES

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BLANK = 36
PLACES = 80


def unit(a, b, kernel=3, stride=1):
    pad = kernel // 2 if isinstance(kernel, int) else tuple(k // 2 for k in kernel)
    return nn.Sequential(nn.Conv2d(a, b, kernel, stride, pad, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True))


class Residual(nn.Module):
    def __init__(self, c, kernel=3):
        super().__init__()
        pad = kernel // 2 if isinstance(kernel, int) else tuple(k // 2 for k in kernel)
        self.first = unit(c, c, kernel)
        self.second = nn.Sequential(nn.Conv2d(c, c, kernel, 1, pad, bias=False), nn.BatchNorm2d(c))

    def forward(self, x):
        return torch.relu(x + self.second(self.first(x)))


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.eyes = nn.Sequential(
            unit(1, 32, 3, 2), Residual(32), unit(32, 48, 3, 2), Residual(48), Residual(48), unit(48, 80, 3, (2, 1)), Residual(80), Residual(80), Residual(80))
        self.lines = nn.Sequential(nn.Conv2d(80, 128, 3, (3, 1), (0, 1), bias=False), nn.BatchNorm2d(128), nn.ReLU(inplace=True))
        self.context = nn.Sequential(Residual(128, (1, 5)), unit(128, 128, (3, 3)), Residual(128, (1, 5)), Residual(128, (1, 7)))
        self.drop = nn.Dropout(0.1)
        self.signs = nn.Conv2d(128, len(SIGNS) + 1, 1)
        self.country = nn.Linear(128, len(CODES))

    def forward(self, x):
        """N x 1 x 48 x 160 floats 0..255 -> N x 80 x 37 logits, N x countries logits."""
        mean = x.mean((2, 3), keepdim=True)
        spread = ((x - mean) ** 2).mean((2, 3), keepdim=True).sqrt()
        x = self.context(self.lines(self.eyes((x - mean) / (spread + 8))))
        signs = self.signs(self.drop(x))  # N x 37 x 2 x 40
        return signs.permute(0, 2, 3, 1).flatten(1, 2), self.country(x.mean((2, 3)))


class Exported(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        signs, country = self.net(x)
        return signs.softmax(2), country.softmax(1)


def best(probabilities):
    """The likeliest path of one N x 80 x 37 row: text, and each sign's probability."""
    text, sure, last = [], [], BLANK
    top, index = probabilities.max(1)
    for p, k in zip(top.tolist(), index.tolist()):
        if k != BLANK and k != last:
            text.append(SIGNS[k])
            sure.append(p)
        elif k != BLANK and k == last:
            sure[-1] = max(sure[-1], p)
        last = k
    return "".join(text), sure
