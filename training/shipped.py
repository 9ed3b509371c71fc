"""Takes up a shipped ONNX file of ours where training left off: its weights as floats again, batch normalisation with statistics taken anew.

Export folds batch normalisation away and puts the weights into whole numbers; a network filled here answers as the file does, but for what rounding the activations does,
and can learn on. Needs Debian's python3-onnx.
"""
import onnx
import torch
from onnx import numpy_helper


def module_of(node):
    """The module that a layer came from: /net/eyes/eyes.2/first/first.0/Conv is eyes.2.first.0."""
    parts = []
    for part in node.name.split("/")[1:-1]:
        if parts and part.startswith(parts[-1] + "."):
            parts.pop()
        parts.append(part)
    return ".".join(parts).removeprefix("net.")


def layers(path):
    """Weight and bias of every convolution in the file, by module name."""
    graph = onnx.load(str(path)).graph
    constants = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    makers = {n.output[0]: n for n in graph.node if n.op_type == "DequantizeLinear"}

    def value(name):
        if name in constants:
            return constants[name]
        whole, step = (constants[i] for i in makers[name].input[:2])
        return whole.float() * step.view(-1, *[1] * (whole.ndim - 1))

    found = {module_of(n): (value(n.input[1]), value(n.input[2])) for n in graph.node if n.op_type == "Conv"}
    return found, constants


def fill(net, path, batches):
    """Puts the file's weights into net and takes the statistics of batch normalisation from batches of input. How far the answers moved by that, at most."""
    found, constants = layers(path)
    for name, tensor in constants.items():  # what is no convolution keeps its name
        own = dict(net.named_parameters()).get(name.removeprefix("net."))
        if own is not None and own.shape == tensor.shape:
            own.data = tensor
    norms = []
    for name, module in net.named_modules():
        if isinstance(module, torch.nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], torch.nn.Conv2d) and isinstance(module[i + 1], torch.nn.BatchNorm2d):
                    norm = module[i + 1]
                    module[i].weight.data, norm.bias.data = found.pop(f"{name}.{i}")
                    norm.running_mean.zero_()
                    norm.running_var.fill_(1 - norm.eps)
                    norm.weight.data.fill_(1)
                    norms.append((module[i], norm))
    modules = dict(net.named_modules())
    for name, (weight, bias) in found.items():
        modules[name].weight.data, modules[name].bias.data = weight, bias
    net.eval()
    sums = [[0, 0.0, 0.0] for _ in norms]

    def count(out, kept):
        kept[0] += out.numel() // out.shape[1]
        kept[1] = kept[1] + out.double().sum((0, 2, 3))
        kept[2] = kept[2] + (out.double() ** 2).sum((0, 2, 3))

    hooks = [convolution.register_forward_hook(lambda module, given, out, kept=kept: count(out, kept)) for (convolution, _), kept in zip(norms, sums)]
    with torch.no_grad():
        for batch in batches[1:]:
            net(batch)
        before = net(batches[0])
        for hook in hooks:
            hook.remove()
        for (_, norm), (n, total, squares) in zip(norms, sums):
            mean = (total / n).float()
            spread = (squares / n - (total / n) ** 2).float()
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(spread)
            norm.weight.data = (spread + norm.eps).sqrt()
            norm.bias.data = norm.bias.data + mean
        return max((a - b).abs().max().item() for a, b in zip(before, net(batches[0])))
