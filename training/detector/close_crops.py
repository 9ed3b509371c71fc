"""Crops for the second network: labelled things as a detector that errs a little would hand them over."""
import math

import cv2
import numpy as np

from classes import CLASSES
from close_net import MARGIN, SIDE


HAZED = 0.2  # share of the crops that are seen through fog or falling snow


class Stored:
    """A picture kept as its file's bytes, with its boxes N x 6: class, x0, y0, x1, y1, weight (0: neither wanted nor wrong)."""

    __slots__ = ("coded", "boxes", "sim", "found")

    def __init__(self, row, work, found=()):
        self.coded = np.fromfile(work / row["picture"], np.uint8)
        self.sim = row["source"] == "sim"
        self.found = np.array([[x, y, x + w, y + h] for x, y, w, h in found], np.float32).reshape(-1, 4)
        boxes = []
        for label in row["labels"]:
            x, y, w, h = label["box"]
            weight = 0.0 if label["use"] == "ignore" else 1.0 if self.sim or label.get("by") == "people" else 0.3 * label.get("score", 1)
            boxes.append([CLASSES.index(label["class"]), x, y, x + w, y + h, weight])
        self.boxes = np.array(boxes, np.float32).reshape(-1, 6)

    def pixels(self):
        return cv2.imdecode(self.coded, cv2.IMREAD_COLOR)


def iou(box, boxes):
    size = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    shared = np.prod(np.maximum(size, 0), 1)
    return shared / np.maximum(np.prod(box[2:] - box[:2]) + np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) - shared, 1e-3)


def unsure(box, dice):
    """A box as a detector might give it: mostly a few hundredths beside, now and then a part or much more than the thing."""
    size = np.array([box[2] - box[0], box[3] - box[1]] * 2)
    kind = dice.random()
    spread = 0.04 if kind < 0.45 else 0.08 if kind < 0.75 else 0.14
    off = np.array([dice.gauss(0, spread) for _ in range(4)]) * size + np.array([dice.gauss(0, 0.6) for _ in range(4)])
    if kind > 0.88:  # one side far off: hidden, or run together with a neighbour
        edge = dice.randrange(4)
        off[edge] += dice.uniform(-0.45, 0.4) * size[edge]
    return box + off


def region(box, wide, tall):
    """The part of the picture that is looked at, whole pixels x, y, w, h, even starts, as the program takes it."""
    w, h = box[2] - box[0], box[3] - box[1]
    out = []
    for at, size, most in ((box[0] - MARGIN * w, w * (1 + 2 * MARGIN), wide), (box[1] - MARGIN * h, h * (1 + 2 * MARGIN), tall)):
        s = int(min(max(round(size), min(2, most)), most))
        a = int(min(max(round(at / 2) * 2, 0), most - s)) & ~1
        out.append((a, s))
    return out[0][0], out[1][0], out[0][1], out[1][1]


def stretched(crop):
    """To SIDE x SIDE, each axis by itself: linear up to a reduction of two, averaged beyond."""
    h, w = crop.shape[:2]
    crop = cv2.resize(crop, (SIDE, h), interpolation=cv2.INTER_AREA if w > 2 * SIDE else cv2.INTER_LINEAR)
    return cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA if h > 2 * SIDE else cv2.INTER_LINEAR)


def hazed(crop, through, haze):
    """Behind air that lets a share of the light through and adds its own (Koschmieder); all of one thing is about equally far away. haze: its colour, blue, green, red, 0..1, linear."""
    steps = (np.arange(256) / 255.0) ** 2.2
    return cv2.LUT(crop, np.stack([255 * (steps * through + h * (1 - through)) ** (1 / 2.2) for h in haze], 1).round().astype(np.uint8)[:, None])


def haze(dice):
    """How much light comes through, at least what an eye still sees (LEAST_AIR in rendered.py), and the colour of the air."""
    grey = dice.uniform(0.25, 0.85)
    return math.exp(dice.uniform(math.log(0.125), math.log(0.8))), [min(grey * dice.uniform(0.94, 1.06), 1) for _ in range(3)]


def light(crop, dice):
    if dice.random() < 0.7:
        gain, shift, gamma = dice.uniform(0.7, 1.25), dice.uniform(-15, 10), math.exp(dice.gauss(0, 0.25))
        ramp = 255 * (np.arange(256) / 255.0) ** gamma * gain + shift
        tint = [dice.uniform(0.9, 1.1) for _ in range(3)]
        crop = cv2.LUT(crop, np.stack([np.clip(ramp * t, 0, 255) for t in tint], 1).astype(np.uint8)[:, None])
    if dice.random() < 0.4:
        grey = cv2.cvtColor(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        crop = cv2.addWeighted(crop, share := dice.choice([0, dice.random()]), grey, 1 - share, 0)
    if dice.random() < 0.1:
        crop = cv2.LUT(crop, np.clip(255 * (np.arange(256) / 255.0) ** dice.uniform(1.4, 2.6) * dice.uniform(0.35, 0.9), 0, 255).astype(np.uint8))
    if dice.random() < HAZED:
        crop = hazed(crop, *haze(dice))
    if dice.random() < 0.15:
        crop = cv2.GaussianBlur(crop, (3, 3) if dice.random() < 0.7 else (5, 5), 0)
    if dice.random() < 0.2:
        noise = np.empty(crop.shape[:2], np.int16)
        cv2.randn(noise, 0, dice.uniform(2, 12))
        crop = cv2.add(crop, cv2.merge([noise] * 3), dtype=cv2.CV_8U)
    if dice.random() < 0.25:
        _, coded = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, dice.randint(18, 75)])
        crop = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return crop


NOTHING = -1
PERSON, CAR = CLASSES.index("person"), CLASSES.index("car")


class Row:
    """One crop, SIDE x SIDE x 3 bytes; its thing's class or NOTHING; the true edges and those it was found with, shares of the crop; how much each of them teaches."""

    __slots__ = ("pixels", "kind", "edges", "found", "weight", "sure", "sim")


def as_found(stored, factor, boxes, dice):
    """What the first network really found, of things and of nothing: pairs of a box and its label or None. What is half beside a thing is neither."""
    pairs = []
    for guess in stored.found * factor:
        guess = guess + np.array([dice.gauss(0, 0.015) for _ in range(4)]) * np.tile([guess[2] - guess[0], guess[3] - guess[1]], 2)
        if min(guess[2] - guess[0], guess[3] - guess[1]) < 5:
            continue
        shared = iou(guess, boxes[:, 1:5]) if len(boxes) else np.zeros(1)
        best = int(shared.argmax())
        if shared[best] > 0.4 and boxes[best, 5] > 0 and sides(boxes[best:best + 1])[0] >= 6:
            pairs.append((guess, boxes[best]))
        elif shared[best] < 0.15:
            pairs.append((guess, None))
    return pairs


def as_it_might(box, boxes, dice):
    """A labelled box as the first network might have found it, nearer to it than to any other; None where no try is."""
    for _ in range(10):
        guess = unsure(box[1:5], dice)
        shared = iou(guess, boxes[:, 1:5])
        if min(guess[2] - guess[0], guess[3] - guess[1]) > 4 and iou(guess, box[None, 1:5])[0] > max(0.4, shared.max() - 1e-6):
            return guess
    return None


def of_nothing(boxes, wide, tall, dice):
    """A box anywhere, or beside a thing, or around a part of one; None where it is too near to something."""
    h = math.exp(dice.uniform(math.log(12), math.log(160)))
    w = h * math.exp(dice.uniform(-1, 1))
    x, y = dice.uniform(0, wide), dice.uniform(0, tall)
    if len(boxes) and dice.random() < 0.6:
        near = dice.choice(boxes)
        across, down = near[3] - near[1], near[4] - near[2]
        w, h = across * dice.uniform(0.2, 1.3), down * dice.uniform(0.2, 1.3)
        x, y = near[1] + dice.uniform(-1, 1.5) * across, near[2] + dice.uniform(-1, 1.5) * down
    guess = np.array([max(x, 0), max(y, 0), min(x + w, wide), min(y + h, tall)])
    if min(guess[2] - guess[0], guess[3] - guess[1]) <= 6 or np.any(iou(guess, boxes[:, 1:5]) > 0.2):
        return None
    return guess


def sides(boxes):
    return np.minimum(boxes[:, 3] - boxes[:, 1], boxes[:, 4] - boxes[:, 2])


def crops(stored, dice, most=16, plain=False):
    """Rows of one picture. Plain: only what the first network found, as it is."""
    pixels, boxes, factor = stored.pixels(), stored.boxes.copy(), np.ones(4, np.float32)
    if not plain and dice.random() < 0.65:
        h, w = pixels.shape[:2]
        scale = dice.uniform(0.4, 1.0)
        pixels = cv2.resize(pixels, (round(w * scale), round(h * scale)), interpolation=cv2.INTER_AREA)
        factor = np.tile([pixels.shape[1] / w, pixels.shape[0] / h], 2).astype(np.float32)
        boxes[:, 1:5] *= factor
    tall, wide = pixels.shape[:2]
    pairs = as_found(stored, factor, boxes, dice)
    dice.shuffle(pairs)
    pairs = [p for p in pairs if plain or p[1] is None or p[1][0] != PERSON or dice.random() < 0.3][:most]  # people are many and easy
    if not plain:
        wanted = boxes[(boxes[:, 5] > 0) & (sides(boxes) >= 7)]
        if len(wanted):
            weights = [{CAR: 2, PERSON: 0.7}.get(int(b[0]), 3) for b in wanted]
            wanted = dice.choices(wanted, weights, k=min(most, 2 * len(wanted)))
        pairs += [(as_it_might(b, boxes, dice), b) for b in wanted]
        pairs += [(of_nothing(boxes, wide, tall, dice), None) for _ in range(max(1, len(wanted) // 5))]
    rows = [row(pixels, guess, box, stored.sim, dice, plain) for guess, box in pairs if guess is not None]
    return [r for r in rows if r is not None]


def row(pixels, guess, box, sim, dice, plain):
    tall, wide = pixels.shape[:2]
    x, y, w, h = region(guess, wide, tall)
    if w < 6 or h < 6:
        return None
    made = Row()
    crop = pixels[y:y + h, x:x + w]
    made.pixels = stretched(crop if plain else light(crop, dice))
    made.found = ((guess - (x, y, x, y)) / (w, h, w, h)).astype(np.float32)
    made.edges = np.zeros(4, np.float32) if box is None else ((box[1:5] - (x, y, x, y)) / (w, h, w, h)).astype(np.float32)
    made.kind, made.weight = (NOTHING, 0.0) if box is None else (int(box[0]), float(box[5]))
    made.sure, made.sim = (1.0 if sim else 0.5), sim  # labels of photographs leave things out
    if not plain and dice.random() < 0.5:
        made.pixels = made.pixels[:, ::-1]
        made.found, made.edges = (mirrored(made.found), mirrored(made.edges)) if box is not None else (mirrored(made.found), made.edges)
    return made


def mirrored(edges):
    return np.array([1 - edges[2], edges[1], 1 - edges[0], edges[3]], np.float32)
