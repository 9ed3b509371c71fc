"""Puts a network of ours into whole numbers: an ONNX graph of floats and some pictures in, the same graph with quantize/dequantize pairs out, which ONNX Runtime
fuses into integer kernels.

Activations become bytes. After a ReLU the zero is 0, and the ReLU itself falls away: nothing below 0 can be written. A picture that is only shifted and scaled
keeps its exact grey values. Weights become 7-bit numbers with one scale for each channel. Seven, not eight: on processors without VNNI two products of a byte and an
8-bit weight overflow the 16 bits they are added in; with seven they never do, and every processor computes the same. The last layers stay floats, as what they
give does: a road user's edges came out 0.37 px off instead of 0.63, for nothing.
"""
import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch.nn import functional as F

MOST = 63  # of a weight
BATCH = 16

# the layers that our networks have between the picture and the last convolution
OPS = {
    "Conv": lambda x, a: F.conv2d(F.pad(x[0], (a["pads"][1], a["pads"][3], a["pads"][0], a["pads"][2])), x[1], x[2], a.get("strides", 1)),
    "Relu": lambda x, a: x[0].relu(),
    "Add": lambda x, a: x[0] + x[1],
    "Sub": lambda x, a: x[0] - x[1],
    "Mul": lambda x, a: x[0] * x[1],
    "Div": lambda x, a: x[0] / x[1],
    "Pow": lambda x, a: x[0] ** x[1],
    "Sqrt": lambda x, a: x[0].sqrt(),
    "ReduceMean": lambda x, a: x[0].mean(list(a["axes"]), keepdim=bool(a.get("keepdims", 1))),
    "MaxPool": lambda x, a: F.max_pool2d(x[0], a["kernel_shape"], a.get("strides", 1), a["pads"][0]),
    "Concat": lambda x, a: torch.cat(x, a["axis"]),
    "Resize": lambda x, a: F.interpolate(x[0], scale_factor=2.0),
}


def attributes(node):
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


class Graph:
    """A graph that can be computed as far as OPS go, to see what values flow in it."""

    def __init__(self, model):
        self.model = model
        self.constants = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        self.constants |= {n.output[0]: numpy_helper.to_array(attributes(n)["value"]) for n in model.graph.node if n.op_type == "Constant"}
        self.nodes = [n for n in model.graph.node if n.op_type != "Constant"]
        self.makers = {n.output[0]: n for n in self.nodes}

    def run(self, pictures):
        """All tensors that can be computed from N x C x H x W floats, by name."""
        values = {self.model.graph.input[0].name: pictures}
        for node in self.nodes:
            if node.op_type in OPS and all(not i or i in values or i in self.constants for i in node.input):
                inputs = [values[i] if i in values else torch.from_numpy(np.array(self.constants[i])) if i else None for i in node.input]
                values[node.output[0]] = OPS[node.op_type](inputs, attributes(node))
        return values

    def ranges(self, pictures, ready):
        """Least (0 or below) and greatest value of every tensor of four axes over the pictures, made ready for the graph."""
        spans = {}
        with torch.no_grad():
            for i in range(0, len(pictures), BATCH):
                for name, value in self.run(ready(torch.from_numpy(pictures[i:i + BATCH]).float())).items():
                    if value.ndim == 4:
                        low, high = spans.get(name, (0.0, 0.0))
                        spans[name] = (min(low, value.min().item()), max(high, value.max().item()))
        return spans


class Quantizer:
    def __init__(self, graph, spans):
        self.graph, self.spans = graph, spans
        self.nodes, self.constants, self.quantized, self.fallen = [], [], {}, {}

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def scale(self, name):
        """Step and zero of a tensor's bytes. What only hands values on keeps its source's, so nothing is rounded twice."""
        maker = self.graph.makers.get(name)
        if maker is not None and maker.op_type in ("MaxPool", "Resize"):
            return self.scale(self.fallen.get(maker.input[0], maker.input[0]))
        low, high = self.spans[name]
        step = max(high - low, 1e-6) / 255
        return step, round(-low / step)

    def pair(self, source, step, zero, **axis):
        """Dequantizes what is stored as whole numbers; the name of the result."""
        self.nodes.append(helper.make_node("DequantizeLinear", [source, self.constant(source + "_step", step), self.constant(source + "_zero", zero)], [source + "_float"], **axis))
        return source + "_float"

    def in_bytes(self, name):
        """A tensor after it was bytes; the pair is put in once."""
        name = self.fallen.get(name, name)
        if name not in self.quantized:
            step, zero = self.scale(name)
            self.quantized[name] = self.pair(name + "_bytes", np.float32(step), np.uint8(zero))
            self.nodes.append(helper.make_node("QuantizeLinear", [name, name + "_bytes_step", name + "_bytes_zero"], [name + "_bytes"]))
        return self.quantized[name]

    def convolution(self, node):
        source, weight, bias = node.input
        data, (step, _) = self.in_bytes(source), self.scale(self.fallen.get(source, source))
        w = self.graph.constants[weight]
        steps = (np.maximum(np.abs(w).reshape(len(w), -1).max(1), 1e-9) / MOST).astype(np.float32)
        whole = np.round(w / steps.reshape(-1, 1, 1, 1)).clip(-MOST, MOST).astype(np.int8)
        both = (steps * np.float32(step)).astype(np.float32)
        inputs = [data,
                  self.pair(self.constant(weight + "_whole", whole), steps, np.zeros(len(w), np.int8), axis=0),
                  self.pair(self.constant(bias + "_whole", np.round(self.graph.constants[bias] / both).astype(np.int32)), both, np.zeros(len(w), np.int32), axis=0)]
        self.nodes.append(helper.make_node("Conv", inputs, node.output, node.name, **attributes(node)))

    def relu(self, node):
        assert sum(node.input[0] in n.input for n in self.graph.nodes) == 1, f"{node.input[0]} is read before its ReLU too"
        self.fallen[node.output[0]] = node.input[0]
        self.spans[node.input[0]] = self.spans[node.output[0]]

    def take(self, node, names):
        """Any other layer: of its inputs those in names come from bytes."""
        inputs = [self.in_bytes(i) if i in names else i for i in node.input]
        self.nodes.append(helper.make_node(node.op_type, inputs, node.output, node.name, **attributes(node)))


def quantized(model, pictures, floats=(), ready=lambda pictures: pictures):
    """The model in whole numbers, its ranges taken from N x C x H x W pictures. floats: weights of convolutions that stay as they are; ready: makes pictures what the graph takes."""
    graph = Graph(model)
    q = Quantizer(graph, graph.ranges(pictures, ready))
    read = {i for n in graph.nodes if n.op_type in OPS for i in n.input}
    begun = False
    for node in graph.nodes:
        begun |= node.op_type == "Conv"
        if not begun or node.output[0] not in q.spans or (node.op_type == "Conv" and (node.input[1] in floats or node.output[0] not in read)):
            q.take(node, q.fallen)  # the picture's normalisation, the outputs' arithmetic
        elif node.op_type == "Conv":
            q.convolution(node)
        elif node.op_type == "Relu":
            q.relu(node)
        else:
            q.take(node, q.spans)
    needed = {i for n in q.nodes for i in n.input}
    constants = q.constants + [numpy_helper.from_array(np.array(v), k) for k, v in graph.constants.items() if k in needed]
    known = {c.name for c in constants} | {i.name for i in model.graph.input} | {""}
    out = helper.make_graph(list(in_order(q.nodes, known)), model.graph.name, model.graph.input, model.graph.output, constants)
    out = helper.make_model(out, opset_imports=model.opset_import, ir_version=model.ir_version)
    onnx.checker.check_model(out)
    return out


def in_order(nodes, known):
    """Each node after those it reads from."""
    while nodes:
        ready = [n for n in nodes if all(i in known for i in n.input)]
        assert ready, f"nobody makes what {nodes[0].name or nodes[0].op_type} reads"
        yield from ready
        known |= {o for n in ready for o in n.output}
        nodes = [n for n in nodes if not any(n is r for r in ready)]
