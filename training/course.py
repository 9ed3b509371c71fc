"""What every training here shares: a budget of wall-clock time in which the rate comes down, a slow shadow of the weights (which is what is judged and exported), and checkpoints to go on from."""
import math
import os
import time
from pathlib import Path

import torch


def add_options(options, minutes, rate, threads=None):
    options.add_argument("work", type=Path)
    options.add_argument("--minutes", type=float, default=minutes)
    options.add_argument("--rate", type=float, default=rate)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=threads or os.cpu_count())
    options.add_argument("--cores", help="core of the training, core of the preparation: 0,1")


def cores(chosen):
    """Core of the training and core of the preparation; None where any will do."""
    return [int(c) for c in chosen.cores.split(",")] if chosen.cores else [None, None]


class Course:
    """One training. make: makes the network. keep: the share of the shadow that stays at each batch; floor: the share of the rate that is left at the end; warm: batches until the full rate."""

    def __init__(self, make, path, chosen, decay, keep, floor, warm, clip, start=None):
        self.path, self.minutes, self.rate = path, chosen.minutes, chosen.rate
        self.keep, self.floor, self.warm, self.clip = keep, floor, warm, clip
        torch.manual_seed(chosen.seed)
        torch.set_num_threads(chosen.threads)
        self.net = make().to(memory_format=torch.channels_last)
        self.shadow = make().eval().to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW([
            {"params": [p for p in self.net.parameters() if p.ndim >= 2], "weight_decay": decay},
            {"params": [p for p in self.net.parameters() if p.ndim < 2], "weight_decay": 0.0}], lr=chosen.rate)
        self.done, self.spent = 0, 0.0
        if path.exists():
            saved = torch.load(path)
            self.net.load_state_dict(saved["net"])
            self.shadow.load_state_dict(saved["shadow"])
            if "optimiser" in saved:  # not from unfold.py
                self.optimiser.load_state_dict(saved["optimiser"])
            self.done, self.spent = saved["done"], saved["spent"]
            print(f"goes on after {self.done} batches, {self.spent / 60:.0f} minutes", flush=True)
        else:
            if start:
                self.net.load_state_dict(torch.load(start)["shadow"])
            self.shadow.load_state_dict(self.net.state_dict())

    def batches(self, loader, core=None):
        """Hands out what the loader prepares until the time is over. The loader's workers start before this process is bound to its core."""
        next(loader)
        if core is not None:
            os.sched_setaffinity(0, {core})
        self.began = self.last = time.time()
        self.waited, self.sums = 0.0, None
        while self.spent + time.time() - self.began < self.minutes * 60:
            self.progress = (self.spent + time.time() - self.began) / (self.minutes * 60)
            self.now_rate = self.rate * min(1.0, (self.done + 1) / self.warm) * (self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * self.progress)))
            for group in self.optimiser.param_groups:
                group["lr"] = self.now_rate
            wait = time.time()
            batch = next(loader)
            self.waited += time.time() - wait
            self.net.train()
            yield batch

    def learn(self, loss, *parts):
        """One step down; parts are summed for what is told."""
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), self.clip)
        self.optimiser.step()
        self.done += 1
        self.sums = [float(p) + s for p, s in zip(parts, self.sums or [0.0] * len(parts))]
        with torch.no_grad():
            keep = min(self.keep, (1 + self.done) / (20 + self.done))
            for a, b in zip(self.shadow.state_dict().values(), self.net.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(keep).add_(b, alpha=1 - keep)
                else:
                    a.copy_(b)

    def means(self, count):
        """Of the parts since the last checkpoint."""
        return [s / count for s in self.sums]

    def save(self, text, count, what):
        """Tells how it goes and writes a checkpoint. count: things seen since the last one."""
        now = time.time()
        print(f"{self.done:6d}  {self.progress:5.1%}  rate {self.now_rate:.2e}  {text}  {count / (now - self.last):.0f} {what}/s, waited {self.waited / (now - self.last):.0%}", flush=True)
        self.last, self.sums, self.waited = time.time(), None, 0.0
        torch.save({"net": self.net.state_dict(), "shadow": self.shadow.state_dict(), "optimiser": self.optimiser.state_dict(), "done": self.done,
                    "spent": self.spent + now - self.began}, str(self.path) + ".part")
        os.replace(str(self.path) + ".part", self.path)
