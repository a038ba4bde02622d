#!/usr/bin/env python3
"""Makes every file of this folder: small networks exported with their BatchNormalization nodes kept.

    /usr/bin/python3 models/make_models.py [folder]

For each network NAME: NAME.onnx, NAME.x.npy (an input) and NAME.y.npy (what PyTorch computes for it in eval mode).
batchnorm_train.npz holds one training step of a single BatchNorm2d, resnet_small.calibration.npy samples to estimate statistics
from, and resnet_small.recalibrated.npz what the network computes then. Same packages and same kind of CPU: same bytes.
"""
import copy
import sys
import warnings
import zlib
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, numpy_helper
from torch import nn

BATCH_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)
CALIBRATION_BATCHES = 4
CALIBRATION_BATCH_SIZE = 16
CALIBRATION_SAMPLES = 16
RUNNING_MOMENTUM = 0.75


# --- networks ---------------------------------------------------------------------------------------------------------

def conv_bn(inputs, outputs, kernel, act=nn.ReLU, **options):
    """Conv2d without bias, BatchNorm2d and, unless act is None, an activation."""
    layers = [nn.Conv2d(inputs, outputs, kernel, bias=False, **options), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([act()] if act else []))


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut, which is a projection where the shape changes."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(conv_bn(inputs, outputs, 3, stride=stride, padding=1), conv_bn(outputs, outputs, 3, None, padding=1))
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else conv_bn(inputs, outputs, 1, None, stride=stride)

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet_small():
    return nn.Sequential(
        conv_bn(3, 16, 3, padding=1), nn.MaxPool2d(3, 2, 1),
        BasicBlock(16, 16, 1), BasicBlock(16, 32, 2), BasicBlock(32, 32, 1), BasicBlock(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class InvertedResidual(nn.Module):
    """1x1 expansion, depthwise 3x3, linear 1x1 projection; a residual where the shape stays."""

    def __init__(self, inputs, outputs, stride, expansion=4):
        super().__init__()
        hidden = inputs * expansion
        self.residual = stride == 1 and inputs == outputs
        self.body = nn.Sequential(
            conv_bn(inputs, hidden, 1, nn.ReLU6),
            conv_bn(hidden, hidden, 3, nn.ReLU6, stride=stride, padding=1, groups=hidden),
            conv_bn(hidden, outputs, 1, None))

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


def mobilenet_small():
    return nn.Sequential(
        conv_bn(3, 16, 3, nn.ReLU6, stride=2, padding=1),
        InvertedResidual(16, 16, 1), InvertedResidual(16, 24, 2), InvertedResidual(24, 24, 1), InvertedResidual(24, 40, 2),
        conv_bn(40, 128, 1, nn.ReLU6), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10))


def dcgan_small():
    def up(inputs, outputs, groups=1, stride=2, padding=1):
        deconv = nn.ConvTranspose2d(inputs, outputs, 4, stride, padding, groups=groups, bias=groups > 1)
        return [deconv, nn.BatchNorm2d(outputs), nn.ReLU()]
    last = nn.ConvTranspose2d(24, 3, 3, 1, 1)
    nn.init.normal_(last.weight, std=0.04)  # the default would saturate Tanh, which hides differences
    return nn.Sequential(
        *up(32, 64, stride=1, padding=0), *up(64, 48, groups=4), *up(48, 48, groups=48), *up(48, 24), last, nn.Tanh())


def mlp():
    layers = []
    for inputs, outputs in [(20, 128), (128, 128), (128, 64)]:
        layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU(), nn.Dropout(0.2)]
    return nn.Sequential(nn.BatchNorm1d(20), *layers, nn.Linear(64, 5))


def audio_small():
    def layer(inputs, outputs, kernel, **options):
        return [nn.Conv1d(inputs, outputs, kernel, **options), nn.BatchNorm1d(outputs), nn.LeakyReLU(0.1)]
    return nn.Sequential(
        *layer(1, 32, 25, stride=4, padding=12), nn.MaxPool1d(4),
        *layer(32, 32, 3, padding=2, dilation=2), *layer(32, 64, 3, padding=4, dilation=4, groups=4), nn.AvgPool1d(2),
        *layer(64, 64, 1), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(64, 12))


class PreActivationBlock(nn.Module):
    """BN, ReLU, Conv, twice: the first BN reads the residual stream, so nothing before it can take it."""

    def __init__(self, channels):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2, self.conv2 = nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1, bias=False)

    def forward(self, x):
        return x + self.conv2(F.relu(self.norm2(self.conv1(F.relu(self.norm1(x))))))


def preact_small():
    return nn.Sequential(
        nn.BatchNorm2d(3), nn.Conv2d(3, 32, 3, stride=2),
        PreActivationBlock(32), PreActivationBlock(32),
        nn.BatchNorm2d(32), nn.Conv2d(32, 32, 3, stride=2, groups=2),
        nn.ReLU(), nn.MaxPool2d(2), nn.BatchNorm2d(32), nn.Flatten(), nn.Linear(32 * 3 * 3, 10))


class LinearNorm(nn.Module):
    """Linear without bias, then BatchNorm1d over all tokens of the batch: [N, T, C] is flattened to [N*T, C] and back."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.linear, self.norm = nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs)

    def forward(self, x):
        x = self.linear(x)
        return self.norm(x.flatten(0, 1)).reshape_as(x)


class Attention(nn.Module):
    """Multi-head attention whose projections are normalised by BN, with a learned bias per pair of positions."""

    def __init__(self, dim, heads, key_dim, tokens):
        super().__init__()
        self.heads, self.key_dim, self.value_dim = heads, key_dim, 2 * key_dim
        self.qkv = LinearNorm(dim, heads * 4 * key_dim)
        self.out = nn.Sequential(nn.Hardswish(), LinearNorm(heads * self.value_dim, dim))
        self.bias = nn.Parameter(torch.randn(heads, tokens, tokens) * 0.1)

    def forward(self, x):
        batch, tokens, _ = x.shape
        qkv = self.qkv(x).view(batch, tokens, self.heads, -1).permute(0, 2, 1, 3)
        q, k, v = qkv.split([self.key_dim, self.key_dim, self.value_dim], dim=3)
        weights = (q @ k.transpose(-2, -1) * self.key_dim ** -0.5 + self.bias).softmax(dim=-1)
        return self.out((weights @ v).transpose(1, 2).reshape(batch, tokens, self.heads * self.value_dim))


class LevitSmall(nn.Module):
    """A strided Conv stem, residual attention and MLP blocks over the 8x8 tokens, then BN and Linear on their mean."""

    def __init__(self, dim=48):
        super().__init__()
        self.stem = nn.Sequential(conv_bn(3, 24, 3, nn.Hardswish, stride=2, padding=1), conv_bn(24, dim, 3, None, stride=2, padding=1))
        self.blocks = nn.ModuleList()
        for _ in range(2):
            self.blocks.append(Attention(dim, heads=3, key_dim=8, tokens=64))
            self.blocks.append(nn.Sequential(LinearNorm(dim, 2 * dim), nn.Hardswish(), LinearNorm(2 * dim, dim)))
        self.head = nn.Sequential(nn.BatchNorm1d(dim), nn.Linear(dim, 10))

    def forward(self, x):
        x = self.stem(x).flatten(2).transpose(1, 2)
        for block in self.blocks:
            x = x + block(x)
        return self.head(x.mean(1))


class UnetSmall(nn.Module):
    """One level down and up again; a BN over the Concat of both branches, before a ReLU and a padded Conv."""

    def __init__(self):
        super().__init__()
        self.down1, self.down2 = conv_bn(1, 16, 3, padding=1), conv_bn(16, 32, 3, stride=2, padding=1)
        self.skip, self.up = nn.Conv2d(16, 16, 1), nn.ConvTranspose2d(32, 24, 2, 2)
        self.joined, self.fuse = nn.BatchNorm2d(40), conv_bn(40, 16, 3, padding=1)
        self.out = nn.Conv2d(16, 2, 1)

    def forward(self, x):
        x = self.down1(x)
        joined = torch.cat([self.skip(x), self.up(self.down2(x))], dim=1)
        return self.out(self.fuse(F.relu(self.joined(joined))))


def video_small():
    def layer(inputs, outputs, kernel, padding, **options):
        return [nn.Conv3d(inputs, outputs, kernel, padding=padding, bias=False, **options), nn.BatchNorm3d(outputs), nn.ReLU()]
    return nn.Sequential(
        *layer(3, 24, (1, 3, 3), (0, 1, 1), stride=(1, 2, 2)), *layer(24, 16, (3, 1, 1), (1, 0, 0)),
        *layer(16, 32, 3, 1, stride=2), *layer(32, 32, 3, 1, groups=4),
        nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(32, 6))


# name: (network, shape of one input without its batch, batch, opset, batch is a free dimension)
NETWORKS = {
    "resnet_small": (resnet_small, (3, 32, 32), 2, 17, False),
    "mobilenet_small": (mobilenet_small, (3, 48, 48), 2, 17, False),
    "dcgan_small": (dcgan_small, (32, 1, 1), 2, 13, False),
    "mlp": (mlp, (20,), 5, 17, True),
    "audio_small": (audio_small, (1, 2000), 2, 11, False),
    "preact_small": (preact_small, (3, 32, 32), 2, 17, False),
    "levit_small": (LevitSmall, (3, 32, 32), 3, 17, True),
    "unet_small": (UnetSmall, (1, 32, 32), 1, 17, False),
    "video_small": (video_small, (3, 6, 16, 16), 1, 17, False),
}


# --- how a network gets its numbers -----------------------------------------------------------------------------------

def randomise_affines(net):
    """Scales of both signs (about one in six negative) and biases, as training leaves them; PyTorch starts with 1 and 0."""
    for norm in norms_of(net):
        sign = torch.where(torch.rand(norm.num_features) < 1 / 6, -1.0, 1.0)
        norm.weight.data = sign * torch.empty(norm.num_features).uniform_(0.4, 1.6)
        norm.bias.data = 0.3 * torch.randn(norm.num_features)


def calibrate(net, shape):
    """Sets the population statistics to the plain average over seeded batches seen in training mode."""
    momenta = [norm.momentum for norm in norms_of(net)]
    for norm in norms_of(net):
        norm.reset_running_stats()
        norm.momentum = None
    net.train()
    with torch.no_grad():
        for _ in range(CALIBRATION_BATCHES):
            net(sample(shape, CALIBRATION_BATCH_SIZE))
    for norm, momentum in zip(norms_of(net), momenta):
        norm.momentum = momentum
    return net.eval()


def norms_of(net):
    return [module for module in net.modules() if isinstance(module, BATCH_NORMS)]


def sample(shape, batch):
    """Noise that is neither centred nor of unit variance, so that no statistic is near its default."""
    return 0.25 + 0.8 * torch.randn(batch, *shape)


# --- files ------------------------------------------------------------------------------------------------------------

def export(net, x, path, opset, free_batch):
    """PRESERVE with a net in eval mode keeps every BN, in its inference form; constants stay as the network wrote them."""
    torch.onnx.export(
        net, x, str(path), opset_version=opset, input_names=["input"], output_names=["output"],
        training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False,
        dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}} if free_batch else None)


def to_half(model):
    """Every float32 tensor and type of the graph becomes float16. PyTorch 1.13 cannot trace half convolutions on a CPU."""
    def halve(tensor):
        if tensor.data_type == TensorProto.FLOAT:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name))

    for initializer in model.graph.initializer:
        halve(initializer)
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                halve(attribute.t)
    for value in [*model.graph.input, *model.graph.output, *model.graph.value_info]:
        if value.type.tensor_type.elem_type == TensorProto.FLOAT:
            value.type.tensor_type.elem_type = TensorProto.FLOAT16
    return model


def save(folder, name, x, y):
    """Writes the two arrays beside the model, checks the model and prints its row of the README's table."""
    path = folder / f"{name}.onnx"
    np.save(folder / f"{name}.x.npy", x)
    np.save(folder / f"{name}.y.npy", y)
    assert np.isfinite(y).all() and y.std() > 1e-2, f"{name}: the output says nothing"
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    norms = [node for node in model.graph.node if node.op_type == "BatchNormalization"]
    assert all(len(node.output) == 1 for node in norms), f"{name}: a BN in training form"
    dims = [dim.dim_param or dim.dim_value for dim in model.graph.input[0].type.tensor_type.shape.dim]
    shape = "×".join(map(str, dims))
    print(f"| `{name}.onnx` | {model.opset_import[0].version} | {len(model.graph.node)} | {len(norms)} | {shape} | {path.stat().st_size} |")


def make_network(folder, name):
    build, shape, batch, opset, free_batch = NETWORKS[name]
    torch.manual_seed(zlib.crc32(name.encode()))
    net = build()
    randomise_affines(net)
    calibrate(net, shape)
    x = sample(shape, batch)
    export(net, x, folder / f"{name}.onnx", opset, free_batch)
    with torch.no_grad():
        save(folder, name, x.numpy(), net(x).numpy())
    return net, x, opset


def make_half(folder, name, net, x, opset):
    """The same network with weights and input rounded to float16. y is a float32 run of those, itself rounded once."""
    path = folder / f"{name}.onnx"
    net = net.half().float()
    x = x.half().float()
    export(net, x, path, opset, free_batch=False)
    onnx.save(to_half(onnx.load(path)), path)
    with torch.no_grad():
        save(folder, name, x.half().numpy(), net(x).half().numpy())


def make_calibration(folder, name, net, x, batch):
    """Seeded samples, and the outputs for x once the statistics were estimated from them in three ways; batches of the model's size."""
    data = sample(NETWORKS[name][1], CALIBRATION_SAMPLES) * torch.linspace(0.5, 1.5, NETWORKS[name][1][0])[:, None, None] - 0.4
    np.save(folder / f"{name}.calibration.npy", data.numpy())
    outputs, start = {}, copy.deepcopy(net.state_dict())
    for method, estimate in [("exact", estimate_exactly), ("batch", estimate_by_batches), ("running", estimate_running)]:
        net.load_state_dict(start)
        with torch.no_grad():
            estimate(net, data.split(batch))
            outputs[method] = net.eval()(x).numpy()
    np.savez(folder / f"{name}.recalibrated.npz", **outputs)


def estimate_exactly(net, batches):
    """One BN after another, in the order of execution: moments of all its input, the BNs before it being done already."""
    net.eval()
    for norm in norms_of(net):
        seen = []
        with_inputs(norm, seen, lambda: [net(batch) for batch in batches])
        set_statistics(norm, *moments(torch.cat(seen)))


def estimate_by_batches(net, batches):
    """All BNs at once, each normalising with the statistics of the batch (PreciseBN); moments of all input."""
    norms = norms_of(net)
    seen = {norm: [] for norm in norms}
    hooks = [norm.register_forward_pre_hook(lambda norm, inputs: seen[norm].append(inputs[0])) for norm in norms]
    net.train()
    for batch in batches:
        net(batch)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        set_statistics(norm, *moments(torch.cat(seen[norm])))


def estimate_running(net, batches, momentum=RUNNING_MOMENTUM):
    """The same, but each batch moves the stored statistics; as ONNX has it, with the population variance."""
    norms = norms_of(net)
    running = {norm: (norm.running_mean.double(), norm.running_var.double()) for norm in norms}

    def move(norm, inputs):
        running[norm] = tuple(old * momentum + now * (1 - momentum) for old, now in zip(running[norm], moments(inputs[0])))

    hooks = [norm.register_forward_pre_hook(move) for norm in norms]
    net.train()
    for batch in batches:
        net(batch)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        set_statistics(norm, *running[norm])


def with_inputs(norm, seen, run):
    hook = norm.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    run()
    hook.remove()


def moments(x):
    axes = [axis for axis in range(x.dim()) if axis != 1]
    return x.double().mean(axes), x.double().var(axes, unbiased=False)


def set_statistics(norm, mean, variance):
    norm.running_mean.copy_(mean)
    norm.running_var.copy_(variance)


def make_train_step(path):
    """One training step and one eval pass of BatchNorm2d in float64, for implementations to be compared with."""
    torch.manual_seed(zlib.crc32(b"batchnorm_train"))
    channels, momentum, epsilon = 5, 0.125, 2.0 ** -10  # exact in float32, as is 1 - momentum
    norm = nn.BatchNorm2d(channels, eps=epsilon, momentum=momentum).double()
    randomise_affines(norm)
    norm.double()
    norm.running_mean.copy_(torch.randn(channels))
    norm.running_var.copy_(torch.empty(channels).uniform_(0.2, 3.0))
    mean_before, var_before = norm.running_mean.clone(), norm.running_var.clone()
    x = (torch.randn(4, channels, 6, 7) * torch.tensor([0.1, 1, 2, 5, 0.5])[:, None, None] + 0.7).double().requires_grad_()
    dy = torch.randn(x.shape).double()
    y_eval = norm.eval()(x).detach()
    y = norm.train()(x)
    y.backward(dy)
    batch_mean, batch_var = x.detach().mean((0, 2, 3)), x.detach().var((0, 2, 3), unbiased=False)
    arrays = {
        "x": x, "scale": norm.weight, "bias": norm.bias, "mean": mean_before, "var": var_before,
        "epsilon": torch.tensor([epsilon]).double(), "momentum_onnx": torch.tensor([1 - momentum]).double(),
        "momentum_torch": torch.tensor([momentum]).double(),
        "y_eval": y_eval, "y_train": y, "batch_mean": batch_mean, "batch_var": batch_var, "mean_after": norm.running_mean,
        "var_after": (1 - momentum) * var_before + momentum * batch_var, "var_after_torch": norm.running_var,
        "dy": dy, "dx": x.grad, "dscale": norm.weight.grad, "dbias": norm.bias.grad,
    }
    np.savez(path, **{name: tensor.detach().numpy() for name, tensor in arrays.items()})


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    # The exporter warns of shapes read while tracing: constants of the networks, meant to be.
    warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    for name in NETWORKS:
        net, x, opset = make_network(folder, name)
        if name == "mobilenet_small":
            make_half(folder, "mobilenet_small_fp16", net, x, opset)
        if name == "resnet_small":
            make_calibration(folder, name, net, x, batch=NETWORKS[name][2])
    make_train_step(folder / "batchnorm_train.npz")


if __name__ == "__main__":
    main()
