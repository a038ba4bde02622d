using System.Globalization;
using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class SideFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _weights = ModelBytes.Tensor("w", 700_000).RawData.ToByteArray();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void External_tensors_stay_external_in_a_new_file()
    {
        using var model = Load(("a", 0, 700_000), ("b", 64, 10));
        var bias = new Tensor(ElementType.UInt8, [3], new BytesPayload(new byte[] { 1, 2, 3 }));
        model.Proto.Graph.Initializer.Add(model.Write("c", bias, TensorLocation.External));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);

        var side = SideFileOf("out.onnx");
        Assert.Matches(@"^out\.onnx\.[0-9a-f]{12}\.data$", side);
        Assert.Equal(_weights, File.ReadAllBytes(_folder["weights.bin"]));
        using var saved = OnnxModel.Load(_folder["out.onnx"]);
        var tensors = saved.Proto.Graph.Initializer;
        Assert.All(tensors, tensor => Assert.Equal((int)TensorLocation.External, tensor.DataLocation));
        Assert.Equal(_weights, Content(saved, 0));
        Assert.Equal(_weights[64..74], Content(saved, 1));
        Assert.Equal([1, 2, 3], Content(saved, 2));
        Assert.Equal(["location", "offset", "length"], tensors[0].ExternalData.Select(entry => entry.Key.ToStringUtf8()));
    }

    [Fact]
    public void The_new_file_is_named_by_its_content()
    {
        string HashIn(string name, byte last)
        {
            using var model = Load(("a", 0, 700_000));
            var bias = new Tensor(ElementType.UInt8, [3], new BytesPayload(new byte[] { 1, 2, last }));
            model.Proto.Graph.Initializer.Add(model.Write("c", bias, TensorLocation.External));
            model.Modified = true;
            model.Save(_folder[name]);
            return SideFileOf(name).Split('.')[2];
        }
        var hash = HashIn("first.onnx", 3);
        Assert.Equal(hash, HashIn("second.onnx", 3));
        Assert.NotEqual(hash, HashIn("third.onnx", 4));
    }

    [Fact]
    public void The_model_in_memory_still_reads_from_its_own_file()
    {
        using var model = Load(("a", 0, 700_000));
        var before = model.Proto.Clone();
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        Assert.Equal(before, model.Proto);
    }

    [Fact]
    public void Large_tensors_begin_on_a_page_and_small_ones_on_a_cache_line()
    {
        using var model = Load(("small", 1, 10), ("large", 0, 70_000), ("next", 5, 10));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        using var saved = OnnxModel.Load(_folder["out.onnx"]);
        Assert.Equal([0, 4096, 4096 + 70_016], saved.Proto.Graph.Initializer.Select(Offset));
    }

    [Fact]
    public void Tensors_that_shared_their_bytes_go_on_sharing_them()
    {
        using var model = Load(("a", 0, 700_000), ("b", 0, 700_000));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        Assert.Equal(700_000, new FileInfo(_folder[SideFileOf("out.onnx")]).Length);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        using var model = Load(("a", 0, 700_000), ("b", 64, 10));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        var (first, names) = (File.ReadAllBytes(_folder["out.onnx"]), _folder.Names);
        model.Save(_folder["out.onnx"]);
        Assert.Equal(first, File.ReadAllBytes(_folder["out.onnx"]));
        Assert.Equal(names, _folder.Names);
    }

    [Fact]
    public void A_prepared_model_has_its_data_beside_it_until_it_is_dropped()
    {
        using var model = Load(("a", 0, 700_000));
        model.Modified = true;
        using (var pending = model.Prepare(_folder["out.onnx"]))
        {
            using var prepared = OnnxModel.Load(pending.TemporaryPath);
            Assert.Equal(_weights, Content(prepared, 0));
        }
        Assert.Equal(["m.onnx", "weights.bin"], _folder.Names);
    }

    [Fact]
    public void Data_that_was_there_before_stays_when_the_model_is_dropped()
    {
        using var model = Load(("a", 0, 700_000));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        var names = _folder.Names;
        model.Prepare(_folder["out.onnx"]).Dispose();
        Assert.Equal(names, _folder.Names);
        using var saved = OnnxModel.Load(_folder["out.onnx"]);
        Assert.Equal(_weights, Content(saved, 0));
    }

    [Theory]
    [InlineData("copy.ONNX")]
    [InlineData("out.onnx.bak")]
    public void Data_that_another_model_refers_to_stays_whatever_that_is_named(string other)
    {
        Save(700_000);
        var side = SideFileOf("out.onnx");
        File.Copy(_folder["out.onnx"], _folder[other]);
        Save(600_000);
        Assert.True(File.Exists(_folder[side]));
        File.Copy(_folder[other], _folder["out.onnx"], overwrite: true);
        File.Delete(_folder[other]);
        Save(500_000);
        Assert.False(File.Exists(_folder[side]));

        void Save(int bytes)
        {
            using var model = Load(("a", 0, bytes));
            model.Modified = true;
            model.Save(_folder["out.onnx"]);
        }
    }

    [Fact]
    public void A_file_of_that_name_with_other_content_is_set_right()
    {
        using var model = Load(("a", 0, 700_000));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        var side = SideFileOf("out.onnx");
        File.WriteAllBytes(_folder[side], new byte[700_000]);
        model.Save(_folder["out.onnx"]);
        Assert.Equal(_weights, File.ReadAllBytes(_folder[side]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_payload_that_fails_leaves_nothing(int bad)
    {
        using var model = Load(("a", 0, 700_000));
        var failing = new Tensor(ElementType.UInt8, [3_000_000], new TestPayload(3_000_000, failAt: 2 << 20));
        model.Proto.Graph.Initializer.Add(model.Write("bad", failing, (TensorLocation)bad));
        model.Modified = true;
        Assert.Throws<InvalidTimeZoneException>(() => model.Save(_folder["out.onnx"]));
        Assert.Equal(["m.onnx", "weights.bin"], _folder.Names);
    }

    [Fact]
    public void An_unmodified_model_in_the_same_folder_goes_on_reading_the_same_file()
    {
        using var model = Load(("a", 0, 700_000));
        model.Save(_folder["copy.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["m.onnx"]), File.ReadAllBytes(_folder["copy.onnx"]));
        Assert.Equal(["copy.onnx", "m.onnx", "weights.bin"], _folder.Names);
    }

    [Fact]
    public void An_unmodified_model_takes_its_data_along_to_another_folder()
    {
        using var model = Load(("a", 0, 700_000));
        Directory.CreateDirectory(_folder["else"]);
        model.Save(_folder["else/copy.onnx"]);
        Assert.Equal(2, Directory.GetFiles(_folder["else"]).Length);
        using var saved = OnnxModel.Load(_folder["else/copy.onnx"]);
        Assert.Equal(_weights, Content(saved, 0));
    }

    [Fact]
    public void A_model_that_is_a_link_takes_its_data_along()
    {
        Load(("a", 0, 700_000)).Dispose();
        Directory.CreateDirectory(_folder["links"]);
        File.CreateSymbolicLink(_folder["links/m.onnx"], "../m.onnx");
        File.CreateSymbolicLink(_folder["links/weights.bin"], "../weights.bin");
        using (var model = OnnxModel.Load(_folder["links/m.onnx"])) model.Save(model.Path);

        Assert.Null(new FileInfo(_folder["links/m.onnx"]).LinkTarget);
        using var saved = OnnxModel.Load(_folder["links/m.onnx"]);
        Assert.Equal(_weights, Content(saved, 0));
    }

    [Fact]
    public void Empty_tensors_come_inside()
    {
        using var model = Load(("a", 0, 0));
        model.Modified = true;
        model.Save(_folder["out.onnx"]);
        Assert.Equal(["m.onnx", "out.onnx", "weights.bin"], _folder.Names);
        using var saved = OnnxModel.Load(_folder["out.onnx"]);
        Assert.Empty(saved.Proto.Graph.Initializer[0].ExternalData);
        Assert.Empty(Content(saved, 0));
    }

    [Fact]
    public void Data_of_a_replaced_model_goes_with_it()
    {
        Save("out.onnx", ("a", 0, 100));
        var first = SideFileOf("out.onnx");
        Save("out.onnx", ("a", 0, 200));
        Assert.NotEqual(first, SideFileOf("out.onnx"));
        using var saved = OnnxModel.Load(_folder["out.onnx"]);
        Assert.Equal(_weights[..200], Content(saved, 0));
    }

    [Fact]
    public void Data_of_a_replaced_model_stays_where_another_model_reads_it()
    {
        Save("out.onnx", ("a", 0, 100));
        var first = SideFileOf("out.onnx");
        File.Copy(_folder["out.onnx"], _folder["copy.onnx"]);
        Save("out.onnx", ("a", 0, 200));
        Assert.Contains(first, _folder.Names);
        using var copy = OnnxModel.Load(_folder["copy.onnx"]);
        Assert.Equal(_weights[..100], Content(copy, 0));
    }

    [Fact]
    public void Data_of_a_replaced_model_stays_where_another_spells_its_place_differently()
    {
        Save("out.onnx", ("a", 0, 100));
        var first = SideFileOf("out.onnx");
        var copy = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["out.onnx"]));
        foreach (var entry in copy.Graph.Initializer.SelectMany(tensor => tensor.ExternalData).Where(entry => entry.Key.ToStringUtf8() == "location"))
            entry.Value = ByteString.CopyFromUtf8($"./{first}");
        File.WriteAllBytes(_folder["copy.onnx"], copy.ToByteArray());
        Save("out.onnx", ("a", 0, 200));
        Assert.Contains(first, _folder.Names);
    }

    [Fact]
    public void Data_of_a_replaced_model_stays_where_a_neighbour_cannot_be_read()
    {
        Save("out.onnx", ("a", 0, 100));
        var first = SideFileOf("out.onnx");
        _folder.Write("other.onnx", [1, 2, 3]);
        Save("out.onnx", ("a", 0, 200));
        Assert.Contains(first, _folder.Names);
    }

    [Fact]
    public void Data_by_another_name_is_never_removed()
    {
        Load(("a", 0, 100)).Dispose();
        using (var model = OnnxModel.Load(_folder["m.onnx"]))
        {
            model.Modified = true;
            model.Save(_folder["m.onnx"]);
        }
        Assert.Contains("weights.bin", _folder.Names);
    }

    [Fact]
    public void Data_that_is_written_again_stays()
    {
        Save("out.onnx", ("a", 0, 100));
        Save("out.onnx", ("a", 0, 100));
        using var saved = OnnxModel.Load(_folder["out.onnx"]);
        Assert.Equal(_weights[..100], Content(saved, 0));
    }

    [Fact]
    public void Missing_data_is_told_when_it_is_needed()
    {
        using var model = Load(("a", 0, 700_000));
        File.Delete(_folder["weights.bin"]);
        model.Save(_folder["copy.onnx"]);
        model.Modified = true;
        Assert.Equal("tensor 'a'", Assert.Throws<OnnxFormatException>(() => model.Save(_folder["out.onnx"])).Where);
        Assert.Equal(["copy.onnx", "m.onnx"], _folder.Names);
    }

    private OnnxModel Load(params IEnumerable<(string Name, long Offset, long Length)> tensors)
    {
        _folder.Write("weights.bin", _weights);
        var proto = ModelBytes.Model(tensors.Select(tensor =>
        {
            var external = ExternalDataTests.Model("weights.bin", Text(tensor.Offset), Text(tensor.Length)).Graph.Initializer[0];
            external.Name = tensor.Name;
            external.Dims[0] = tensor.Length;
            return external;
        }));
        return OnnxModel.Load(_folder.Write("m.onnx", proto.ToByteArray()));

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private void Save(string name, (string Name, long Offset, long Length) tensor)
    {
        using var model = Load(tensor);
        model.Modified = true;
        model.Save(_folder[name]);
    }

    private string SideFileOf(string model) => Assert.Single(_folder.Names, name => name.StartsWith(model + ".", StringComparison.Ordinal));

    private static byte[] Content(OnnxModel model, int index) =>
        SkeletonTests.ReadAll(model.Read(model.Proto.Graph.Initializer[index]).Payload);

    private static long Offset(TensorProto tensor)
    {
        var entry = tensor.ExternalData.Single(candidate => candidate.Key.ToStringUtf8() == "offset");
        return long.Parse(entry.Value.ToStringUtf8(), CultureInfo.InvariantCulture);
    }
}
