using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;
using static BnFold.Tests.Support.ModelBuilder;

namespace BnFold.Tests.Operators;

/// <summary>Random chains of operators that let affines through, between a Conv, a BatchNormalization and a Conv.</summary>
public sealed class CarrierChainTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Agree_with_ONNX_Runtime(int seed)
    {
        var random = new Random(seed);
        var folded = 0;
        for (var i = 0; i < 40; i++)
        {
            var chain = new Chain(random);
            for (var steps = random.Next(4); steps > 0; steps--) chain.Step();
            chain.Norm();
            for (var steps = random.Next(4); steps > 0; steps--) chain.Step();
            if (Folding.Of(chain.End()).ComputesTheSame(5e-6).Outcome.IsFolded) folded++;
        }
        Assert.InRange(folded, 15, 39);
    }

    private sealed class Chain
    {
        private readonly Random _random;
        private readonly ModelBuilder _model = new ModelBuilder(18).Input("x", 2, 3, 9, 9);
        private string _last = "v0";
        private int _count;
        private long _channels = 8;
        private long _height = 8;
        private long _width = 8;

        public Chain(Random random)
        {
            _random = random;
            _model.Conv("x", "v0", _channels, 3, kernel: 2).Declare("v0", 2, _channels, _height, _width);
        }

        public void Step()
        {
            switch (_random.Next(12))
            {
                case 0: Add("Relu"); break;
                case 1: Add("LeakyRelu", [], Float("alpha", 0.3f)); break;
                case 2: Pool("MaxPool"); break;
                case 3: Pool("AveragePool"); break;
                case 4: Resize(); break;
                case 5: Pad(); break;
                case 6 when _channels % 4 == 0:
                    (_channels, _height, _width) = (_channels / 4, _height * 2, _width * 2);
                    Add("DepthToSpace", [], Int("blocksize", 2), Text("mode", _random.Next(2) == 0 ? "DCR" : "CRD"));
                    break;
                case 7 when _height % 2 == 0 && _width % 2 == 0 && _channels < 50:
                    (_channels, _height, _width) = (_channels * 4, _height / 2, _width / 2);
                    Add("SpaceToDepth", [], Int("blocksize", 2));
                    break;
                case 8 when _channels < 50:
                    var copies = _random.Next(1, 3);
                    (_channels, _width) = (_channels * copies, _width * 2);
                    Add("Tile", [1, copies, 1, 2]);
                    break;
                case 9:
                    _height = 1;
                    Add(_random.Next(3) switch { 0 => "ReduceMean", 1 => "ReduceMax", _ => "ReduceMin" }, [2]);
                    break;
                case 10 when _height == 1:
                    _height = 3;
                    Add("Expand", [1, 1, 3, 1]);
                    break;
                case 11:
                    _width = 1;
                    Add("ReduceSum", [-1]);
                    break;
                default: Add("Identity"); break;
            }
        }

        public void Norm()
        {
            var scale = Enumerable.Range(0, (int)_channels).Select(_ => _random.Next(4) * 0.5).ToArray();
            if (_random.Next(3) == 0) scale[_random.Next(scale.Length)] = -1;
            var shift = _random.Next(2) == 0 ? new double[scale.Length] : [.. scale.Select(_ => _random.NextDouble() - 0.5)];
            _model.Affine(_last, _last = "v" + ++_count, scale, shift);
        }

        public ModelBuilder End()
        {
            _model.Conv(_last, "z", 3, _channels, kernel: 1, attributes: _random.Next(2) == 0 ? Ints("pads", 0, 0, 0, 0) : Ints("pads", 1, 0, 0, 1));
            return _model.Output("z");
        }

        private void Add(string opType, long[]? integers = null, params AttributeProto[] attributes)
        {
            var (from, to) = (_last, "v" + ++_count);
            if (integers is { Length: > 0 }) _model.Integers(to + "_list", integers);
            _model.Node(opType, integers is { Length: > 0 } ? [from, to + "_list"] : [from], [to], attributes).Declare(to, 2, _channels, _height, _width);
            _last = to;
        }

        private void Pool(string opType)
        {
            List<AttributeProto> attributes = [Ints("kernel_shape", 1, 2), Ints("strides", 1, 1), Ints("pads", 0, 1, 0, 0)];
            if (opType == "AveragePool") attributes.Add(Int("count_include_pad", _random.Next(2)));
            Add(opType, [], [.. attributes]);
        }

        private void Pad()
        {
            var (top, left, front) = (_random.Next(-1, 3), _random.Next(0, 2), _random.Next(4) == 0 ? 1 : 0);
            if (_height + top < 2) top = 1;
            (_channels, _height, _width) = (_channels + front, _height + top, _width + left);
            Add("Pad", [0, front, top, left, 0, 0, 0, 0], Text("mode", _random.Next(2) == 0 ? "edge" : "constant"));
        }

        private void Resize()
        {
            var (from, to) = (_last, "v" + ++_count);
            _height *= 2;
            _model.Vector(to + "_scales", 1, 1, 2, 1).Node("Resize", [from, "", to + "_scales"], [to], Text("mode", _random.Next(2) == 0 ? "linear" : "nearest"));
            _model.Declare(to, 2, _channels, _height, _width);
            _last = to;
        }
    }
}
