using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Data;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.Statistics;

public sealed class CalibrationDataTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Takes_samples_and_batches_by_the_rank_of_the_input()
    {
        _samples.Save(Samples.Plain(-1, 2, 3));
        _samples.Write("a.npy", 2, 3);
        _samples.Write("b.npy", 4, 2, 3);
        Assert.Equal(5, _samples.Collect().Samples);
    }

    [Theory]
    [InlineData("[3, 2]", 3, 2)]
    [InlineData("[1, 1, 2, 3]", 1, 1, 2, 3)]
    public void Refuses_another_shape(string shape, params int[] dims)
    {
        _samples.Save(Samples.Plain(-1, 2, 3));
        _samples.Write("a.npy", [.. dims.Select(dim => (long)dim)]);
        Assert.Equal(
            $"{_samples.Folder}/a.npy: input 'x': is declared as Float[dim1, 2, 3], but Float{shape} is given", Refused());
    }

    [Fact]
    public void Refuses_another_type_unless_it_is_scaled()
    {
        _samples.Save(Samples.Plain(-1, 1, 4));
        _samples.WriteBytes("a.npy", NpyBytes.Array("|u1", "(1, 4)", [0, 51, 102, 255]));
        Assert.EndsWith("but UInt8[1, 4] is given; convert it with .astype('float32'), or scale it on the way in", Refused(), StringComparison.Ordinal);
        var scaling = new InputScaling { Scale = [1 / 255.0], Mean = [0.5], StandardDeviation = [0.25] };
        var found = _samples.Collect(new() { Scaling = new Dictionary<string, InputScaling> { [""] = scaling } });
        double[] expected = [-2, -1.2, -0.4, 2];
        Assert.Equal(expected.Average(), found.Nodes[0].Mean[0], 1e-7);
    }

    [Fact]
    public void Scales_each_channel_by_its_own()
    {
        _samples.Save(Samples.Plain(-1, 2, 2));
        _samples.Write("a.npy", [1, 3, 10, 30], 2, 2);
        var scaling = new Dictionary<string, InputScaling> { ["x"] = new() { Mean = [2, 20], StandardDeviation = [1, 10] } };
        var node = _samples.Collect(new() { Scaling = scaling }).Nodes[0];
        Assert.Equal([0.0, 0.0, 1.0, 1.0], [.. node.Mean, node.Variance(0), node.Variance(1)]);
        scaling["x"] = new() { Mean = [1, 2, 3] };
        Assert.EndsWith("has 2 channels, but 3 numbers are given as mean", Refused(new() { Scaling = scaling }), StringComparison.Ordinal);
        scaling["z"] = new();
        Assert.Contains("there is no input 'z' to feed; there are 'x'", Refused(new() { Scaling = scaling }), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_raw_elements_with_channels_last()
    {
        _samples.Save(Samples.Plain(-1, 2, 3));
        // Two samples of three positions with two channels.
        _samples.WriteBytes("a.bin", MemoryMarshal.AsBytes<float>([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60]).ToArray());
        var found = _samples.Collect(new() { RawType = "float32", Layout = ChannelOrder.Last });
        Assert.Equal(2, found.Samples);
        Assert.Equal([3.5, 35], found.Nodes[0].Mean);
        Assert.Contains("holds no .npy, .npz or .pb file (1 other file is there)", Refused(), StringComparison.Ordinal);
        _samples.WriteBytes("b.bin", new byte[25]);
        Assert.Contains("b.bin: input 'x': has 25 bytes, which are no samples of float32[2, 3], 24 bytes each", Refused(new() { RawType = "float32" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Turns_arrays_with_channels_last()
    {
        _samples.Save(Samples.Plain(-1, 2, 3));
        _samples.Write("a.npy", [1, 10, 2, 20, 3, 30], 3, 2);
        Assert.Equal([2.0, 20], _samples.Collect(new() { Layout = ChannelOrder.Last }).Nodes[0].Mean);
        Assert.EndsWith("but Float[3, 2] is given", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "Float[]")]
    [InlineData(-1, "Float[4]", 4)]
    [InlineData(4, "Float[]")]
    public void Refuses_too_few_axes_with_channels_last(long batch, string given, params int[] dims)
    {
        _samples.Save(Samples.Plain(batch, 2, 3));
        _samples.Write("a.npy", [.. Enumerable.Repeat(1f, dims.Aggregate(1, (a, b) => a * b))], [.. dims.Select(dim => (long)dim)]);
        var options = new CalibrationOptions { Layout = ChannelOrder.Last };
        Assert.StartsWith($"{_samples.Folder}/a.npy: input 'x': is declared as Float[", Refused(options), StringComparison.Ordinal);
        Assert.EndsWith($", but {given} is given with channels last", Refused(options), StringComparison.Ordinal);

        _samples.Write("b.npy", 4, 3, 2);
        var found = _samples.Collect(options with { SkipBad = true });
        Assert.Equal((4, 1), (found.Samples, found.SkippedCount));
        Assert.Equal(Path.Combine(_samples.Folder, "a.npy"), Assert.Single(found.Skipped).File);
    }

    [Fact]
    public void Refuses_too_few_axes_with_channels_last_where_inputs_take_no_batches()
    {
        var model = new ModelBuilder { Type = ElementType.Float }.Input("x", 1, 2, 3).Input("z", 2, 2, 3)
            .Node("Add", "x z", "s").BatchNorm("s", "y", 2).Output("y", 2, 2, 3);
        _samples.Save(model);
        _samples.Write("x_0.npy", [1], 1);
        _samples.Write("z_0.npy", 2, 3, 2);
        Assert.EndsWith("but Float[1] is given with channels last", Refused(new() { Layout = ChannelOrder.Last }), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_big_endian_column_major_and_packed_arrays()
    {
        _samples.Save(Samples.Plain(-1, 2, 2));
        byte[] elements = [.. new float[] { 1, 3, 2, 4 }.SelectMany(value => BitConverter.GetBytes(value).Reverse())];
        _samples.WriteBytes("a.npy", NpyBytes.Array(">f4", "(2, 2)", elements, columnMajor: true));
        NpyBytes.WriteArchive(Path.Combine(_samples.Folder, "b.npz"), ("any.npy", Samples.Npy([1, 2, 3, 4, 1, 2, 3, 4], 2, 2, 2)));
        var found = _samples.Collect();
        Assert.Equal(3, found.Samples);
        Assert.Equal([1.5, 3.5], found.Nodes[0].Mean);
    }

    [Fact]
    public void Joins_the_files_of_several_inputs_by_their_numbers()
    {
        _samples.Save(TwoInputs());
        for (var i = 0; i < 3; i++)
        {
            _samples.Write($"left_{i:000}.npy", [i, i], 2);
            _samples.Write($"right-{i:000}.npy", [10 * i, 0], 2);
        }
        Assert.Equal([11.0, 1], _samples.Collect().Nodes[0].Mean);
        File.Delete(Path.Combine(_samples.Folder, "right-001.npy"));
        Assert.EndsWith("left_001.npy: has no fellow for the input 'right' with its number", Refused(), StringComparison.Ordinal);
        Assert.Equal((2, 1), (_samples.Collect(new() { SkipBad = true }).Samples, _samples.Collect(new() { SkipBad = true }).SkippedCount));
        _samples.Write("middle_001.npy", 2);
        Assert.EndsWith("is for none of the inputs 'left', 'right'; a name such as left_0001.npy expected", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_the_inputs_in_archives_by_their_keys()
    {
        _samples.Save(TwoInputs());
        var path = Path.Combine(_samples.Folder, "a.npz");
        NpyBytes.WriteArchive(path, ("right.npy", Samples.Npy([1, 2], 2)), ("left.npy", Samples.Npy([10, 20], 2)));
        Assert.Equal([11.0, 22], _samples.Collect().Nodes[0].Mean);
        NpyBytes.WriteArchive(Path.Combine(_samples.Folder, "b.npz"), ("right.npy", Samples.Npy([1, 2], 2)));
        Assert.EndsWith("b.npz: holds no array for the input 'left'; there are 'right'", Refused(), StringComparison.Ordinal);
    }

    /// <summary>right joins behind the BatchNormalization, so it need not be fed; its files are no samples of left even so.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Ignores_files_and_keys_of_inputs_that_nothing_measured_needs(int size)
    {
        _samples.Save(OneOfTwoInputs());
        for (var i = 0; i < 3; i++)
        {
            _samples.Write($"left_{i}.npy", [i, i], 2);
            _samples.Write($"right_{i}.npy", [.. Enumerable.Repeat(100f, size)], size);
        }
        var found = _samples.Collect(new() { Scaling = new Dictionary<string, InputScaling> { ["right"] = new() { Scale = [9] } } });
        Assert.Equal(3, found.Samples);
        Assert.Equal([1.0, 1], found.Nodes[0].Mean);

        foreach (var path in Directory.GetFiles(_samples.Folder)) File.Delete(path);
        NpyBytes.WriteArchive(
            Path.Combine(_samples.Folder, "a.npz"), ("right.npy", Samples.Npy(new float[size], size)), ("left.npy", Samples.Npy([10, 20], 2)));
        Assert.Equal([10.0, 20], _samples.Collect().Nodes[0].Mean);
    }

    [Fact]
    public void Refuses_files_that_do_not_say_which_of_several_inputs_they_are_for()
    {
        _samples.Save(OneOfTwoInputs());
        _samples.Write("right_0.npy", 2);
        Assert.EndsWith("is for an input that no BatchNormalization needs; there is no file for 'left'", Refused(), StringComparison.Ordinal);
        _samples.Write("0.npy", 2);
        Assert.EndsWith("0.npy: is for none of the inputs 'left', 'right'; a name such as left_0001.npy expected", Refused(), StringComparison.Ordinal);
        var scaling = new Dictionary<string, InputScaling> { [""] = new() { Scale = [9] } };
        Assert.Contains("has several inputs; say which one is scaled", Refused(new() { Scaling = scaling }), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_out_what_does_not_fill_a_fixed_batch()
    {
        _samples.Save(Samples.Plain(4, 2, 3));
        _samples.Write("a.npy", 10, 2, 3);
        Assert.Equal((8, 2), (_samples.Collect().Samples, _samples.Collect().LeftOut));
        Assert.EndsWith("takes batches of 4, as it declares, not of 5", Refused(new() { BatchSize = 5 }), StringComparison.Ordinal);
        _samples.Write("a.npy", 3, 2, 3);
        Assert.EndsWith("takes batches of 4, and 3 samples in the data don't fill one", Refused(), StringComparison.Ordinal);
        _samples.Write("a.npy", 1, 2, 3);
        Assert.EndsWith("takes batches of 4, and 1 sample in the data doesn't fill one", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Begins_another_batch_where_open_sizes_change()
    {
        _samples.Save(Samples.Plain(-1, 2, -2));
        _samples.Write("a.npy", [1, 2, 3, 4], 2, 2);
        _samples.Write("b.npy", [5, 6], 2, 1);
        Assert.Equal([2.6667, 4.3333], _samples.Collect().Nodes[0].Mean.Select(mean => Math.Round(mean, 4)));
    }

    [Fact]
    public void One_corrupt_file_among_a_thousand_is_named_or_skipped()
    {
        _samples.Save(Samples.Plain(-1, 2));
        for (var i = 0; i < 1000; i++) _samples.Write($"{i:0000}.npy", [i, 2 * i], 2);
        var path = _samples.WriteBytes("0500.npy", Samples.Npy([1, 2], 2)[..^3]);
        Assert.StartsWith($"{path}: has the shape [2] and so should have 8 bytes of elements, but has 5", Refused(), StringComparison.Ordinal);
        var found = _samples.Collect(new() { SkipBad = true });
        Assert.Equal((999, 1), (found.Samples, found.SkippedCount));
        Assert.Equal(path, Assert.Single(found.Skipped).File);
        Assert.Equal((999 * 1000 / 2.0 - 500) / 999, found.Nodes[0].Mean[0], 1e-9);
    }

    [Fact]
    public void A_sample_with_nan_is_named_or_skipped_by_itself()
    {
        _samples.Save(Samples.Plain(-1, 2));
        _samples.Write("a.npy", [1, 2, float.NaN, 4, 5, 6], 3, 2);
        Assert.Equal($"{_samples.Folder}/a.npy: sample 1: holds a value that is not finite", Refused());
        var found = _samples.Collect(new() { SkipBad = true });
        Assert.Equal((2, 1), (found.Samples, found.SkippedCount));
        Assert.Equal([3.0, 4], found.Nodes[0].Mean);
    }

    [Fact]
    public void Refuses_what_is_not_there()
    {
        _samples.Save(Samples.Plain(-1, 2));
        Assert.EndsWith("data: holds no .npy, .npz or .pb file (it is empty); for .bin, .raw or .dat say their element type", Refused(), StringComparison.Ordinal);
        Assert.Throws<OnnxFormatException>(() => CalibrationData.Open([Path.Combine(_samples.Folder, "absent")]));
        Assert.Throws<ArgumentException>(() => CalibrationData.Open([_samples.Folder], new() { RawType = "float31" }));
        Assert.Throws<ArgumentException>(() => CalibrationData.Open([_samples.Folder], new() { Shard = 3, Shards = 3 }));
        _samples.Write("empty.npy", 0, 2);
        Assert.EndsWith("there is no sample in the data", Refused(), StringComparison.Ordinal);
        var broken = _samples.WriteBytes("empty.npy", [1]);
        Assert.StartsWith($"{broken}: there is no sample in the data; 1 was skipped, because {broken}: ", Refused(new() { SkipBad = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_raw_files_of_other_names_only_where_they_are_given_themselves()
    {
        _samples.Save(Samples.Plain(-1, 2));
        var path = _samples.WriteBytes("a.f32", new byte[16]);
        var options = new CalibrationOptions { RawType = "float32" };
        Assert.EndsWith(
            "data: holds no .npy, .npz, .pb, .bin, .raw or .dat file (1 other file is there); raw files of other names must be given one by one",
            Refused(options), StringComparison.Ordinal);
        Assert.Equal(2, StatisticsCollector.Collect(
            _samples.ModelPath, CalibrationData.Open([path], options), cancellation: TestContext.Current.CancellationToken).Samples);
    }

    [Fact]
    public void Reads_files_by_name_and_leaves_out_hidden_ones()
    {
        Directory.CreateDirectory(Path.Combine(_samples.Folder, "b"));
        foreach (var name in new[] { "c.npy", "B.npy", "b/1.npy", ".hidden.npy", "labels.txt" }) _samples.Write(name, 2);
        var names = CalibrationData.Open([_samples.Folder]).Files.Select(path => Path.GetRelativePath(_samples.Folder, path));
        Assert.Equal(["B.npy", "b/1.npy", "c.npy"], names);
    }

    private static ModelBuilder TwoInputs() => new ModelBuilder { Type = ElementType.Float }
        .Input("left", -1, 2).Input("right", -1, 2).Node("Add", "left right", "s").BatchNorm("s", "y", 2).Output("y", 1, 2);

    private static ModelBuilder OneOfTwoInputs() => new ModelBuilder { Type = ElementType.Float }
        .Input("left", -1, 2).Input("right", -1, 2).BatchNorm("left", "b", 2).Node("Mul", "b right", "y").Output("y", 1, 2);

    private string Refused(CalibrationOptions? options = null) =>
        Assert.Throws<OnnxFormatException>(() => _samples.Collect(options)).Message;
}
