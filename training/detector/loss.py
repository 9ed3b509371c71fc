"""Which cells answer for which box (task-aligned assignment: Feng et al., TOOD, 2021) and what their errors cost."""
import torch
from torch.nn import functional as F

TOP = 9  # cells a box may have
SCORE_POWER, OVERLAP_POWER = 0.5, 5.0
BOX_COST = 6.0
VAN = 1
NEAR = 1.0  # a cell nearer to a small box's middle than this many strides may answer for it


def overlap(a, b, complete=False):
    """IoU of boxes x0, y0, x1, y1 (broadcast); with complete, CIoU: less what middles and shapes differ (Zheng et al., 2020)."""
    w = (torch.minimum(a[..., 2], b[..., 2]) - torch.maximum(a[..., 0], b[..., 0])).clamp(min=0)
    h = (torch.minimum(a[..., 3], b[..., 3]) - torch.maximum(a[..., 1], b[..., 1])).clamp(min=0)
    aw, ah, bw, bh = a[..., 2] - a[..., 0], a[..., 3] - a[..., 1], b[..., 2] - b[..., 0], b[..., 3] - b[..., 1]
    both = w * h
    iou = both / (aw * ah + bw * bh - both + 1e-6)
    if not complete:
        return iou
    cw = torch.maximum(a[..., 2], b[..., 2]) - torch.minimum(a[..., 0], b[..., 0])
    ch = torch.maximum(a[..., 3], b[..., 3]) - torch.minimum(a[..., 1], b[..., 1])
    apart = ((a[..., 0] + a[..., 2] - b[..., 0] - b[..., 2]) ** 2 + (a[..., 1] + a[..., 3] - b[..., 1] - b[..., 3]) ** 2) / 4
    shape = (4 / torch.pi ** 2) * (torch.atan(bw / (bh + 1e-6)) - torch.atan(aw / (ah + 1e-6))) ** 2
    with torch.no_grad():
        weight = shape / (1 - iou + shape + 1e-6)
    return iou - apart / (cw ** 2 + ch ** 2 + 1e-6) - weight * shape


@torch.no_grad()
def assign(scores, boxes, points, steps, wanted):
    """For one picture: index of the box that every cell answers for (-1: none) and how well it does, 0..1.

    scores A x C, boxes A x 4 px, wanted M x 7 (class, box, weight, van known).
    """
    target = wanted[:, 1:5]
    inside = torch.cat([points[None] - target[:, None, :2], target[:, None, 2:] - points[None]], 2).amin(2) > 0
    middle = (target[:, :2] + target[:, 2:]) / 2
    near = ((points[None] - middle[:, None]).abs().amax(2) < NEAR * steps[:, 0][None]) & ((target[:, 2:] - target[:, :2]).amin(1)[:, None] < 2 * steps[:, 0][None])
    iou = overlap(target[:, None], boxes[None]) * (inside | near)
    metric = scores[:, wanted[:, 0].long()].T ** SCORE_POWER * iou ** OVERLAP_POWER
    best, cells = metric.topk(TOP, 1)
    chosen = torch.zeros_like(metric).scatter_(1, cells, 1.0) * (metric > 1e-9)
    # before it has learned anything no prediction overlaps: the nearest cell answers
    lost = chosen.sum(1) == 0
    if lost.any():
        gap = ((points[None] - middle[lost, None]) ** 2).sum(2) + 1e6 * (~(inside | near)[lost])
        chosen[lost] = chosen[lost].scatter(1, gap.argmin(1, keepdim=True), 1.0)
    # of two boxes that want a cell the better overlapping has it
    iou = torch.where(chosen > 0, iou, torch.full_like(iou, -1.0))
    top, owner = iou.max(0)
    owner = torch.where(top >= 0, owner, torch.full_like(owner, -1))
    mine = owner[None] == torch.arange(len(wanted))[:, None]
    metric, iou = metric * mine, iou.clamp(min=0) * mine
    worth = (metric / (metric.amax(1, keepdim=True) + 1e-9) * iou.amax(1, keepdim=True)).amax(0)
    return owner, worth.clamp(min=0.05) * (owner >= 0)


def cost(logits, sides, points, steps, labels):
    """Mean cost of a batch and its two parts. logits N x A x C, sides N x A x 4 in strides, labels: list of M x 7 tensors."""
    boxes = torch.cat([points[None] - sides[..., :2] * steps, points[None] + sides[..., 2:] * steps], 2)
    scores = logits.detach().sigmoid()
    goal, weight = torch.zeros_like(logits), torch.ones_like(logits)
    where, what, worths = [], [], []
    for n, label in enumerate(labels):
        wanted, ignored = label[label[:, 5] > 0], label[label[:, 5] == 0]
        owner = None
        if len(wanted):
            owner, worth = assign(scores[n], boxes[n].detach(), points, steps, wanted)
            cells = (owner >= 0).nonzero()[:, 0]
            mine = wanted[owner[cells]]
            goal[n, cells, mine[:, 0].long()] = worth[cells]
            weight[n, cells] = mine[:, 5:6]
            # 'car' of a set that has no vans may be one
            doubtful = cells[(mine[:, 6] == 0) & (mine[:, 0] != VAN)]
            weight[n, doubtful, VAN] = 0
            where.append(n * points.shape[0] + cells)
            what.append(mine[:, 1:5])
            worths.append(worth[cells] * mine[:, 5])
        if len(ignored):
            inside = (torch.cat([points[None] - ignored[:, None, 1:3], ignored[:, None, 3:5] - points[None]], 2).amin(2) > 0).any(0)
            if owner is not None:
                inside &= owner < 0
            weight[n, inside] = 0
    total = max(sum(w.sum().item() for w in worths), 1.0)
    classes = (F.binary_cross_entropy_with_logits(logits, goal, reduction="none") * weight).sum() / total
    if not where:
        return classes, classes.item(), 0.0
    worth = torch.cat(worths)
    shape = ((1 - overlap(boxes.flatten(0, 1)[torch.cat(where)], torch.cat(what), complete=True)) * worth).sum() / total
    return classes + BOX_COST * shape, classes.item(), shape.item()
