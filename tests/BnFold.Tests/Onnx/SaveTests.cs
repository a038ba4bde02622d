using System.Runtime.Versioning;
using BnFold.Onnx;
using Google.Protobuf;
using Xunit;

namespace BnFold.Tests.Onnx;

public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_was_not_modified_is_copied_whatever_its_bytes()
    {
        // An unknown field, then the IR version again, in more bytes than it needs.
        byte[] original = [.. ModelBytes.Full().ToByteArray(), 0xC2, 0x3E, 0x00, 0x08, 0x88, 0x00];
        using (var model = Load(original)) model.Save(_folder["out.onnx"]);
        Assert.Equal(original, File.ReadAllBytes(_folder["out.onnx"]));
        Assert.Equal(["m.onnx", "out.onnx"], _folder.Names);
    }

    [Fact]
    public void A_modified_model_is_written_anew_with_payloads_of_any_length()
    {
        using var model = Load(ModelBytes.Full().ToByteArray());
        var large = new Tensor(ElementType.UInt8, [3_000_000], new TestPayload(3_000_000));
        model.Proto.Graph.Initializer[0] = model.Write("new", large);
        model.Modified = true;
        model.Save(_folder["out.onnx"]);

        var expected = ModelBytes.Full();
        expected.Graph.Initializer[0] = ModelBytes.Tensor("new", 3_000_000);
        expected.Graph.Initializer[0].RawData = ByteString.CopyFrom([.. Enumerable.Repeat((byte)7, 3_000_000)]);
        Assert.Equal(expected.ToByteArray(), File.ReadAllBytes(_folder["out.onnx"]));
    }

    [Fact]
    public void The_target_may_be_the_input()
    {
        using (var model = Load(ModelBytes.Full().ToByteArray()))
        {
            model.Proto.Graph.Initializer.RemoveAt(0);
            model.Modified = true;
            model.Save(model.Path);
            var read = model.Read(model.Proto.Graph.Initializer[1]).Payload;
            Assert.Equal(ModelBytes.Full().Graph.Initializer[2].RawData.ToByteArray(), SkeletonTests.ReadAll(read));
        }
        var expected = ModelBytes.Full();
        expected.Graph.Initializer.RemoveAt(0);
        Assert.Equal(expected.ToByteArray(), File.ReadAllBytes(_folder["m.onnx"]));
        Assert.Equal(["m.onnx"], _folder.Names);
    }

    [Fact]
    public void A_prepared_file_can_be_opened_and_is_gone_unless_it_is_committed()
    {
        using var model = Load(ModelBytes.Full().ToByteArray());
        _folder.Write("out.onnx", [1]);
        using (var pending = model.Prepare(_folder["out.onnx"]))
        {
            Assert.Equal(_folder["out.onnx"], pending.TargetPath);
            using var prepared = OnnxModel.Load(pending.TemporaryPath);
            Assert.Equal(model.Proto, prepared.Proto);
        }
        Assert.Equal(["m.onnx", "out.onnx"], _folder.Names);
        Assert.Equal([1], File.ReadAllBytes(_folder["out.onnx"]));

        using (var pending = model.Prepare(_folder["out.onnx"])) pending.Commit();
        Assert.Equal(["m.onnx", "out.onnx"], _folder.Names);
        Assert.Equal(File.ReadAllBytes(model.Path), File.ReadAllBytes(_folder["out.onnx"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1L << 20)]
    public void A_payload_that_fails_leaves_the_target_as_it_was(long failAt)
    {
        using var model = Load(ModelBytes.Full().ToByteArray());
        model.Proto.Graph.Initializer[2] = model.Write("bad", new(ElementType.UInt8, [5_000_000], new TestPayload(5_000_000, failAt)));
        model.Modified = true;
        _folder.Write("out.onnx", [1]);
        Assert.Throws<InvalidTimeZoneException>(() => model.Save(_folder["out.onnx"]));
        Assert.Equal([1], File.ReadAllBytes(_folder["out.onnx"]));
        Assert.Equal(["m.onnx", "out.onnx"], _folder.Names);
    }

    [Fact]
    public void Refuses_targets_that_cannot_be_written_and_names_them()
    {
        using var model = Load(ModelBytes.Full().ToByteArray());
        AssertRefused(model, _folder.Path, "it is a folder");
        AssertRefused(model, _folder.Path + "/", "it is a folder");
        AssertRefused(model, _folder["none/out.onnx"], "there is no folder");
        AssertRefused(model, _folder["m.onnx/out.onnx"], "there is no folder");
        AssertRefused(model, _folder[new string('x', 300)], "can't be written");
        if (OperatingSystem.IsLinux()) AssertRefused(model, "/dev/null", "it is a device");
        Assert.Equal(["m.onnx"], _folder.Names);
    }

    [Fact]
    public void Refuses_what_the_disk_has_no_room_for()
    {
        using var model = Load(ModelBytes.Full().ToByteArray());
        model.Proto.Graph.Initializer[0] = model.Write("vast", new(ElementType.UInt8, [1L << 50], new TestPayload(1L << 50, failAt: 0)));
        model.Modified = true;
        AssertRefused(model, _folder["out.onnx"], "can't be written");
        Assert.Equal(["m.onnx"], _folder.Names);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Refuses_a_folder_that_is_read_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "folders are not read-only there");
        using var model = Load(ModelBytes.Full().ToByteArray());
        var folder = Directory.CreateDirectory(_folder["fixed"], UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "probe"), "");
            Assert.Skip("this user may write everywhere");
        }
        catch (UnauthorizedAccessException)
        {
            AssertRefused(model, Path.Combine(folder, "out.onnx"), "can't be written");
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_replaced_file_keeps_its_permissions()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such permissions there");
        using var model = Load(ModelBytes.Full().ToByteArray());
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(_folder.Write("out.onnx", [1]), mode);
        model.Save(_folder["out.onnx"]);
        Assert.Equal(mode, File.GetUnixFileMode(_folder["out.onnx"]));

        model.Save(_folder["new.onnx"]);
        Assert.Equal(File.GetUnixFileMode(_folder.Write("default", [1])), File.GetUnixFileMode(_folder["new.onnx"]));
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_copied_but_never_changed()
    {
        var original = ModelBytes.Full().ToByteArray();
        original[original.AsSpan().IndexOf("small"u8)] = 0xFF;
        using var model = Load(original);
        model.Save(_folder["copy.onnx"]);
        Assert.Equal(original, File.ReadAllBytes(_folder["copy.onnx"]));

        model.Modified = true;
        var exception = Assert.Throws<OnnxFormatException>(() => model.Save(_folder["out.onnx"]));
        Assert.Contains("not UTF-8", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["copy.onnx", "m.onnx"], _folder.Names);
    }

    private OnnxModel Load(byte[] bytes) => OnnxModel.Load(_folder.Write("m.onnx", bytes));

    private static void AssertRefused(OnnxModel model, string target, string reason)
    {
        var exception = Assert.Throws<IOException>(() => model.Save(target));
        Assert.StartsWith(target, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }
}
