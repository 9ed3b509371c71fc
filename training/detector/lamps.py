"""Night as cheap road cameras see it: next to nothing but lamps, each a disc with a glow about it, and their light on a wet road."""
import math

import cv2
import numpy as np

from classes import CLASSES

CAR, VAN, BUS, TRUCK, MOTORCYCLE = (CLASSES.index(c) for c in ("car", "van", "bus", "truck", "motorcycle"))
LIT = (CAR, VAN, BUS, TRUCK, MOTORCYCLE)
DARK = 60  # mean of a picture that is night already


def by_night(pixels, boxes, dice):
    """The picture by night, its vehicles with their lamps on. boxes: rows that begin with class, x0, y0, x1, y1. Most of a picture's traffic comes or most of it goes, as on one side of a road."""
    dark = darkened(pixels, dice) if pixels.mean() > DARK else pixels
    light = np.zeros(dark.shape, np.float32)
    coming = dice.choice((0.15, 0.5, 0.9))
    white = [min(255, 255 * dice.uniform(lo, 1.05)) for lo in dice.choice(((0.9, 0.75, 0.7), (0.9, 0.9, 0.9), (0.6, 0.85, 0.95)))]  # bluish, white or yellow lamps
    glare, wet = math.exp(dice.uniform(math.log(0.4), math.log(2.5))), dice.uniform(0, 1.1)
    for box in boxes:
        if int(box[0]) in LIT and dice.random() < 0.93:
            if dice.random() < coming:
                headlamps(light, box, white, glare, wet, dice)
            else:
                tail_lamps(light, box, glare, dice)
    for _ in range(dice.choice((0, 0, 2, 6, 14))):
        street_lamp(light, white, dice)
    for _ in range(dice.choice((0, 0, 0, 1, 3))):  # light on the road of somebody who is not in the picture
        h, w = light.shape[:2]
        beam(light, dice.uniform(0, w), dice.uniform(0.3, 1) * h, 0.03 * w * dice.uniform(0.5, 2), 0.2 * h * dice.uniform(0.3, 1.5), white, wet * dice.uniform(0.3, 1))
    seen = np.clip(dark + light, 0, 255).astype(np.uint8)
    if dice.random() < 0.35:  # small pictures, enlarged, of cameras that sharpen
        seen = cv2.resize(cv2.resize(seen, None, fx=(f := dice.uniform(0.4, 0.75)), fy=f, interpolation=cv2.INTER_AREA), seen.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        more = dice.uniform(0, 1.2)
        seen = cv2.addWeighted(seen, 1 + more, cv2.GaussianBlur(seen, (0, 0), 2.0), -more, 0)
    return seen


def darkened(pixels, dice):
    """Little of the daylight is left, and that in the street lamps' colour."""
    tint = dice.choice(((0.45, 0.75, 1.0), (0.9, 0.95, 1.0), (1.0, 0.8, 0.7)))
    steps = 255 * (np.arange(256) / 255.0) ** dice.uniform(1.1, 2.2) * math.exp(dice.uniform(math.log(0.2), math.log(0.65)))
    return cv2.LUT(pixels, np.stack([np.clip(steps * t + dice.uniform(0, 12), 0, 255) for t in tint], 1).astype(np.uint8)[:, None])


def headlamps(light, box, colour, glare, wet, dice):
    kind, x0, y0, x1, y1 = int(box[0]), *map(float, box[1:5])
    w, h = x1 - x0, y1 - y0
    size = (0.09 if kind != MOTORCYCLE else 0.22) * min(w, 1.6 * h) * glare
    y = y1 - h * dice.uniform(0.24, 0.42) * (0.7 if kind in (BUS, TRUCK) else 1)
    if kind == MOTORCYCLE:
        at = [x0 + w * dice.uniform(0.4, 0.6)]
    elif w > 1.7 * h:  # seen from the side: both at one end
        at = [x0 + w * 0.06] if dice.random() < 0.5 else [x1 - w * 0.06]
    else:
        off = w * dice.uniform(0.12, 0.24)
        at = [x0 + off, x1 - off * dice.uniform(0.7, 1.3)]
    strength = dice.uniform(0.8, 1.3)
    for x in at:
        lamp(light, x, y, max(size, 1.0), colour, strength)
        beam(light, x, y1 + 0.05 * h, max(1.3 * size, 1.2), h * dice.uniform(0.4, 2.2), colour, wet * strength)


def tail_lamps(light, box, glare, dice):
    kind, x0, y0, x1, y1 = int(box[0]), *map(float, box[1:5])
    w, h = x1 - x0, y1 - y0
    size = 0.05 * min(w, 1.6 * h) * glare * (2 if kind == MOTORCYCLE else 1)
    off = w * dice.uniform(0.06, 0.16)
    at = [(x0 + x1) / 2] if kind == MOTORCYCLE else [x0 + off, x1 - off]
    y = y1 - h * dice.uniform(0.3, 0.6)
    strength = dice.choice((0.4, 0.6, 1.0))
    for x in at:
        lamp(light, x, y, max(size, 0.8), (40, 40, 255), strength)


def street_lamp(light, colour, dice):
    h, w = light.shape[:2]
    tint = [0.5 * c + 0.5 * t for c, t in zip(colour, dice.choice(((120, 190, 255), (255, 255, 255), (255, 130, 110))))]
    lamp(light, dice.uniform(0, w), h * dice.uniform(0, 0.45), w * math.exp(dice.uniform(math.log(0.002), math.log(0.012))), tint, dice.uniform(0.5, 1.2))


def lamp(light, x, y, radius, colour, strength):
    """A disc that is as bright as the camera can tell, whiter in its middle, and a glow three times as wide."""
    radius = min(radius, 0.018 * light.shape[1])  # of a near vehicle the lamp is small beside it
    reach = int(4 * radius) + 3
    part, dx, dy = around(light, x, y, reach, reach)
    if part is None:
        return
    far = (dx ** 2 + dy ** 2) / radius ** 2
    disc, core, glow = np.exp(-0.7 * far ** 2), np.exp(-2.5 * far), np.exp(-0.28 * far)
    part += strength * ((disc * 0.75 + glow * 0.4)[..., None] * np.float32(colour) + (core * 160)[..., None])


def beam(light, x, y, half, length, colour, strength):
    """Light on the road, from the lamp towards the camera, wider as it comes nearer."""
    part, dx, dy = around(light, x, y + length / 2, int(5 * half) + 3, int(length / 2) + 2)
    if part is None or strength <= 0:
        return
    along = (dy + length / 2) / max(length, 1)
    wide = half * (1 + 0.8 * np.clip(along, 0, 1))
    shape = np.exp(-0.5 * (dx / wide) ** 2) * np.clip(1 - along, 0, 1) * (along >= 0) * np.clip(along * 8, 0, 1)
    part += (0.7 * strength * shape)[..., None] * np.float32(colour)


def around(light, x, y, across, down):
    """The part of the picture about a point, and how far each of its pixels is from it, as a row and a column; None where it is outside."""
    h, w = light.shape[:2]
    x0, x1, y0, y1 = max(0, int(x) - across), min(w, int(x) + across + 1), max(0, int(y) - down), min(h, int(y) + down + 1)
    if x0 >= x1 or y0 >= y1:
        return None, 0, 0
    return light[y0:y1, x0:x1], (np.arange(x0, x1, dtype=np.float32) - x)[None], (np.arange(y0, y1, dtype=np.float32) - y)[:, None]
