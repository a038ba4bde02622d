using System.Globalization;
using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Data;
using BnFold.Tests.Support;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Verification;

public sealed class GivenInputTests : IDisposable
{
    private readonly ConvBatchNorm _block = new();
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Feeds_what_is_given_and_noise_of_its_size_behind_it()
    {
        var report = Compare(Set("x", Floats("(1, 3, 5, 7)", 105))).Agrees();

        var input = Assert.Single(report.Inputs);
        Assert.Equal([1, 3, 5, 7], input.Dims);
        Assert.Equal(0, Assert.Single(input.Files).Key);
        Assert.Equal(2, report.Samples);
        Assert.Empty(report.FoundSizes);
    }

    [Fact]
    public void Feeds_several_sets_of_different_sizes()
    {
        var report = Compare(Set("x", Floats("(1, 3, 5, 7)", 105)), Set("x", Floats("(2, 3, 4, 4)", 96)), Set("x", Floats("(1, 3, 9, 2)", 54))).Agrees();

        Assert.Equal(3, report.Samples);
        Assert.Equal([0, 1, 2], Assert.Single(report.Inputs).Files.Keys);
    }

    [Fact]
    public void Gives_random_inputs_the_sizes_that_given_ones_settle()
    {
        Net Build(Func<Net, string, string, string, Net> add) => add(
            new Net().Input("left", "N", 3, "S", "S").Input("right", "N", 3, "S", "S").Node("Add", "left right", "x"), "x", "y", "").Output("y");

        var options = new VerifyOptions { Inputs = [Set("left", Floats("(1, 3, 6, 6)", 108))] };
        var report = Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded), options).Agrees();

        Assert.Equal([1, 3, 6, 6], report.Inputs[1].Dims);
        Assert.Empty(report.Inputs[1].Files);
    }

    [Fact]
    public void Says_which_sizes_were_found_by_trying() =>
        Assert.Equal(new Dictionary<string, long> { ["H"] = 64, ["N"] = 2, ["W"] = 64 }, Compare().FoundSizes);

    [Fact]
    public void Uses_given_inputs_alone_where_random_ones_do_not_run()
    {
        // The input is the shape to take, and few shapes have 48 elements.
        Net Build(Func<Net, string, string, string, Net> add) => add(
            new Net().Input("a", 1, 3, 4, 4).Input("shape", ElementType.Int64, 4).Node("Reshape", "a shape", "x", ("allowzero", 1)), "x", "y", "").Output("y");
        var shape = File("shape.npy", NpyBytes.Array("<i8", "(4,)", MemoryMarshal.AsBytes<long>(new long[] { 1, 3, 2, 8 }).ToArray()));

        var report = Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded), new() { Inputs = [Set("shape", shape)] }).Agrees();

        Assert.Equal(1, report.Samples);
        Assert.Contains(report.Warnings, warning => warning.StartsWith("only the given inputs were fed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("z", "<f4", "(1, 3, 2, 2)", "input 'z': there is no such input to feed; there are 'x'")]
    [InlineData("x", "<f8", "(1, 3, 2, 2)", "is declared as Float[N, 3, H, W], but Double[1, 3, 2, 2] is given; convert it with .astype('float32')")]
    [InlineData("x", "<f4", "(1, 4, 2, 2)", "is declared as Float[N, 3, H, W], but Float[1, 4, 2, 2] is given")]
    [InlineData("x", "<f4", "(3, 2, 2)", "is declared as Float[N, 3, H, W], but Float[3, 2, 2] is given")]
    public void Refuses_what_does_not_fit(string name, string descriptor, string shape, string problem)
    {
        var count = shape.Trim('(', ')').Split(',').Aggregate(1, (product, size) => product * int.Parse(size, CultureInfo.InvariantCulture));
        var file = File("x.npy", NpyBytes.Array(descriptor, shape, new byte[count * (descriptor[2] - '0')]));
        Assert.Contains(problem, Assert.Throws<OnnxFormatException>(() => Compare(Set(name, file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_sizes_for_one_symbol()
    {
        var options = new VerifyOptions { Inputs = [Set("x", Floats("(1, 3, 5, 7)", 105))], Dims = new Dictionary<string, long> { ["H"] = 6 } };
        var exception = Assert.Throws<OnnxFormatException>(() => Judged.Compare(_block.Original("N", 3, "H", "W"), _block.Folded("N", 3, "H", "W"), options));
        Assert.Contains("'H' would be 5, but it is 6 elsewhere", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Int64", "<i8", 8)]
    [InlineData("UInt8", "|u1", 1)]
    [InlineData("Bool", "|b1", 1)]
    [InlineData("Float16", "<f2", 2)]
    [InlineData("Double", "<f8", 8)]
    public void Feeds_other_types_given_or_not(string type, string descriptor, int size)
    {
        Net Build(Func<Net, string, string, string, Net> add) => add(
            new Net().Input("a", Enum.Parse<ElementType>(type), 1, 3, 4, 4).Node("Cast", "a", "x", ("to", 1)), "x", "y", "").Output("y");
        var elements = Enumerable.Range(0, 48 * size).Select(i => (byte)(i % size == 0 ? i / size % 2 : 0)).ToArray();

        Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded)).Agrees();
        var file = File("a.npy", NpyBytes.Array(descriptor, "(1, 3, 4, 4)", elements));
        Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded), new() { Inputs = [Set("a", file)] }).Agrees();
    }

    [Fact]
    public void Feeds_strings()
    {
        Net Build(Func<Net, string, string, string, Net> add) => add(
            new Net().Input("a", ElementType.String, 1, 3, 1, 2).Node("Cast", "a", "x", ("to", 1)), "x", "y", "").Output("y");
        var file = File("a.npy", NpyBytes.Array("|S3", "(1, 3, 1, 2)", [.. "1.5-2\0300.5\04e07\0\0"u8]));
        Judged.Compare(Build(_block.AddOriginal), Build(_block.AddFolded), new() { Inputs = [Set("a", file)] }).Agrees();
    }

    [Fact]
    public void Says_that_some_elements_can_only_be_given()
    {
        var net = new Net(opset: 21, irVersion: 10).Input("x", ElementType.Int4, 4).Node("Identity", "x", "y").Output("y", ElementType.Int4);
        var report = Judged.Compare(net, net);
        Assert.Equal(VerificationVerdict.NotPossible, report.Verdict);
        Assert.Contains("such elements can't be made up", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Holds_outputs_against_a_folder_of_test_data()
    {
        var folder = Path.Combine(Sources.Root, "models");
        var model = Path.Combine(folder, "mlp.onnx");
        var set = new InputSet
        {
            Inputs = new Dictionary<string, TensorFile> { ["input"] = TensorFile.Open(Path.Combine(folder, "mlp.x.npy")) },
            ExpectedOutputs = new Dictionary<string, TensorFile> { ["output"] = TensorFile.Open(Path.Combine(folder, "mlp.y.npy")) },
        };
        var report = Judged.Compare(model, model, new() { Inputs = [set] }).Agrees();

        var expected = Assert.Single(report.ExpectedOutputs);
        Assert.True(expected is { Original.Agrees: true, Other.Agrees: true, Original.Range: > 0.1 });
        Assert.InRange(expected.Original.MaxDifference, 0, 1e-5);
    }

    [Fact]
    public void Warns_where_the_original_is_not_as_expected_and_finds_where_only_the_other_is_not()
    {
        var (original, shifted) = (Sum(0), Sum(1e-4f));
        var x = Set("x", File("x.npy", NpyBytes.Array("<f4", "(1,)", BitConverter.GetBytes(1f))));
        VerificationReport Report(float expected, Net other) => Judged.Compare(original, other, new()
        {
            AbsoluteTolerance = 2e-4,
            RelativeTolerance = 0,
            Inputs = [x with { ExpectedOutputs = Map("y", File("y.npy", NpyBytes.Array("<f4", "(1,)", BitConverter.GetBytes(expected)))) }],
        });

        var wrong = Report(3, original).Agrees();
        Assert.Contains(wrong.Warnings, warning => warning.StartsWith("output 'y' of the original is not as in", StringComparison.Ordinal));
        Assert.Empty(Report(0.99985f, original).Agrees().Warnings);
        Report(0.99985f, shifted).DiffersAt("y");
    }

    [Fact]
    public void Names_files_of_a_folder_by_their_tensors_or_by_order()
    {
        var net = new Net().Input("a", 1).Input("b", 1).Node("Sub", "a b", "y").Output("y");
        var model = _folder.Write("m.onnx", net.ToBytes());
        WriteTensor("input_0.pb", "b", 1);
        WriteTensor("input_1.pb", "a", 5);
        WriteTensor("output_0.pb", "", 4);
        var set = InputSet.OpenFolder(_folder.PathOf("."), model);
        Assert.Equal(5, DataFolder.Numbers(set.Inputs["a"])[0]);
        Assert.Equal(4, DataFolder.Numbers(set.ExpectedOutputs["y"])[0]);

        WriteTensor("input_1.pb", "other", 5);
        Assert.Equal(1, DataFolder.Numbers(InputSet.OpenFolder(_folder.PathOf("."), model).Inputs["a"])[0]);
        WriteTensor("input_2.pb", "more", 5);
        var exception = Assert.Throws<OnnxFormatException>(() => InputSet.OpenFolder(_folder.PathOf("."), model));
        Assert.Contains("is for input 2, but the model has 2", exception.Message, StringComparison.Ordinal);
    }

    private static Net Sum(float shift) =>
        new Net().Input("x", 1).Floats("shift", [1], shift).Node("Add", "x shift", "y").Output("y");

    private VerificationReport Compare(params InputSet[] sets) =>
        Judged.Compare(_block.Original("N", 3, "H", "W"), _block.Folded("N", 3, "H", "W"), new() { Inputs = sets });

    private static InputSet Set(string name, TensorFile file) => new() { Inputs = Map(name, file) };

    private static Dictionary<string, TensorFile> Map(string name, TensorFile file) => new() { [name] = file };

    private TensorFile Floats(string shape, int count)
    {
        var random = new Random(count);
        var values = Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f).ToArray();
        return File($"{count}.npy", NpyBytes.Array("<f4", shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }

    private void WriteTensor(string file, string name, float value) =>
        _folder.Write(file, new TensorProto { Name = name, DataType = 1, Dims = { 1 }, FloatData = { value } }.ToByteArray());

    private TensorFile File(string name, byte[] content) => TensorFile.Open(_folder.Write(name, content));
}
