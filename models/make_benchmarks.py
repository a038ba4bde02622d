#!/usr/bin/env python3
"""Makes the networks that docs/benchmarks.md times; eng/benchmarks.sh calls it.

    python3 models/make_benchmarks.py FOLDER [--quick]

For each network NAME: NAME.onnx with its BatchNormalization nodes, and NAME.bare.onnx, the same network exported without any: the limit
of what folding can gain. FOLDER/list.json says which batch sizes each is timed at, and in which of the two tables it stands.
"""
import json
import sys
import warnings
import zlib
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from make_models import BATCH_NORMS, BasicBlock, LevitSmall, LinearNorm, conv_bn, randomise_affines

OPSET = 17


# --- where ONNX Runtime leaves the nodes -------------------------------------------------------------------------------

def mlp(widths, features=64, classes=10):
    layers = []
    for inputs, outputs in zip([features, *widths], widths):
        layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU()]
    return nn.Sequential(nn.BatchNorm1d(features), *layers, nn.Linear(widths[-1], classes))


class TabularBlock(nn.Module):
    """BN, Linear, ReLU, Linear around a shortcut, as residual networks for tables have them."""

    def __init__(self, width, hidden):
        super().__init__()
        self.body = nn.Sequential(nn.BatchNorm1d(width), nn.Linear(width, hidden), nn.ReLU(), nn.Linear(hidden, width))

    def forward(self, x):
        return x + self.body(x)


def tabular_resnet(blocks=6, width=192, hidden=384, features=32):
    body = [TabularBlock(width, hidden) for _ in range(blocks)]
    return nn.Sequential(nn.Linear(features, width), *body, nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, 2))


class SequenceNet(nn.Module):
    """Linear over each step of a sequence, then BN over its features, which wants them in the middle: [N, C, T]."""

    def __init__(self, width=256, layers=4):
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(width, width, bias=False) for _ in range(layers))
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in range(layers))

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = F.relu(norm(linear(x).transpose(1, 2)).transpose(1, 2))
        return x.mean(1)


class SequenceTokens(nn.Module):
    """The same with BN over all tokens of the batch, flattened for it."""

    def __init__(self, width=256, layers=4):
        super().__init__()
        self.layers = nn.ModuleList(LinearNorm(width, width) for _ in range(layers))

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return x.mean(1)


def pointnet(points=1024, classes=40):
    """Shared layers over points as Linear, the maximum over all points, then layers with BN."""
    class PointNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.point = nn.ModuleList(LinearNorm(a, b) for a, b in [(3, 64), (64, 64), (64, 128), (128, 512)])
            self.head = nn.Sequential(
                nn.Linear(512, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Linear(256, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, classes))

        def forward(self, x):
            for layer in self.point:
                x = F.relu(layer(x))
            return self.head(x.max(1).values)
    return PointNet()


def norm_before_conv(channels=64, layers=5):
    """BN straight before a Conv that pads nothing."""
    layer = lambda: [nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3), nn.ReLU()]
    return nn.Sequential(
        nn.BatchNorm2d(3), nn.Conv2d(3, channels, 3, stride=2), nn.ReLU(), *[m for _ in range(layers) for m in layer()],
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


class RepVggBlock(nn.Module):
    """Training form: 3x3 and 1x1 convolutions with BN each, and a bare BN where the shape stays."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.dense = conv_bn(inputs, outputs, 3, None, stride=stride, padding=1)
        self.pointwise = conv_bn(inputs, outputs, 1, None, stride=stride)
        self.identity = nn.BatchNorm2d(outputs) if inputs == outputs and stride == 1 else None

    def forward(self, x):
        y = self.dense(x) + self.pointwise(x)
        return F.relu(y if self.identity is None else y + self.identity(x))


def repvgg(widths=(48, 96, 192), depth=3):
    blocks, inputs = [RepVggBlock(3, 48, 2)], 48
    for width in widths:
        blocks += [RepVggBlock(inputs if i == 0 else width, width, 2 if i == 0 else 1) for i in range(depth)]
        inputs = width
    return nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))


class RepVggDeployed(nn.Module):
    """What RepVGG is after re-parameterisation: one convolution a block."""

    def __init__(self, net):
        super().__init__()
        self.layers = nn.ModuleList()
        for block in net:
            if isinstance(block, RepVggBlock):
                conv = block.dense[0]
                block = nn.Sequential(nn.Conv2d(conv.in_channels, conv.out_channels, 3, conv.stride, 1), nn.ReLU())
            self.layers.append(block)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


# --- where it fuses them -----------------------------------------------------------------------------------------------

def resnet(widths=(32, 64, 128)):
    blocks, inputs = [], 32
    for width in widths:
        blocks += [BasicBlock(inputs, width, 2), BasicBlock(width, width, 1)]
        inputs = width
    return nn.Sequential(conv_bn(3, 32, 3, padding=1), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10))


def generator():
    def up(inputs, outputs):
        return [nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*up(128, 128), *up(128, 64), *up(64, 32), nn.ConvTranspose2d(32, 3, 3, 1, 1), nn.Tanh())


# name: (network, shape of an input without its batch, batch sizes, table, options of the fold)
NETWORKS = {
    "mlp_256": (lambda: mlp([256, 256, 256]), (64,), [1, 32, 512], "leaves", []),
    "mlp_1024": (lambda: mlp([1024, 512, 256], features=256), (256,), [1, 32, 512], "leaves", []),
    "tabular_resnet": (tabular_resnet, (32,), [1, 32, 512], "leaves", []),
    "levit": (lambda: LevitSmall(dim=96), (3, 32, 32), [1, 8], "leaves", []),
    "sequence_channels": (SequenceNet, (128, 256), [1, 8], "leaves", []),
    "sequence_tokens": (SequenceTokens, (128, 256), [1, 8], "leaves", []),
    "pointnet": (pointnet, (1024, 3), [1, 4], "leaves", []),
    "norm_before_conv": (norm_before_conv, (3, 64, 64), [1], "leaves", []),
    "repvgg": (repvgg, (3, 64, 64), [1, 8], "leaves", ["--merge-branches"]),
    "resnet": (resnet, (3, 64, 64), [1, 8], "fuses", []),
    "generator": (generator, (128, 4, 4), [1, 8], "fuses", []),
}
QUICK = ["mlp_256", "norm_before_conv", "repvgg", "resnet"]


# --- export ------------------------------------------------------------------------------------------------------------

def settle(net, shape):
    """Statistics and affines that are not near their defaults."""
    randomise_affines(net)
    net.train()
    with torch.no_grad():
        net(0.25 + 0.8 * torch.randn(16, *shape))
    return net.eval()


def bare(net):
    """The network without its BatchNormalizations; biases come where a fold would put them."""
    if any(isinstance(module, RepVggBlock) for module in net.modules()):
        return RepVggDeployed(net).eval()
    for module in net.modules():
        for name, child in list(module.named_children()):
            if isinstance(child, BATCH_NORMS):
                setattr(module, name, nn.Identity())
            elif isinstance(child, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)) and child.bias is None:
                outputs = child.out_features if isinstance(child, nn.Linear) else child.out_channels
                child.bias = nn.Parameter(torch.randn(outputs) * 0.1)
    return net.eval()


def export(net, x, path):
    torch.onnx.export(
        net, x, str(path), opset_version=OPSET, input_names=["input"], output_names=["output"],
        training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=True,
        dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})


def main():
    folder = Path(sys.argv[1])
    names = QUICK if "--quick" in sys.argv[2:] else list(NETWORKS)
    folder.mkdir(parents=True, exist_ok=True)
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    entries = []
    for name in names:
        build, shape, batches, table, options = NETWORKS[name]
        torch.manual_seed(zlib.crc32(name.encode()))
        net = settle(build(), shape)
        x = torch.randn(2, *shape)
        export(net, x, folder / f"{name}.onnx")
        export(bare(net), x, folder / f"{name}.bare.onnx")
        entries.append({"name": name, "batches": batches, "table": table, "fold_options": options})
    (folder / "list.json").write_text(json.dumps(entries, indent=2) + "\n")


if __name__ == "__main__":
    main()
