using Google.Protobuf;

namespace BnFold.Onnx;

/// <summary>Writes a model's temporary file, and the side file it needs.</summary>
internal static class ModelWriter
{
    /// <exception cref="IOException">The target can't be written; it is untouched.</exception>
    /// <exception cref="OnnxFormatException">The model can't be written without changing more than was asked for.</exception>
    public static PendingFile Write(OnnxModel model, string target)
    {
        CheckTarget(target);
        var external = ModelTensors.Of(model.Proto).Any(IsExternal);
        if (File.Exists(target)) CheckApart(model, target);
        if (!model.Modified && (!external || model.External.IsAtHomeIn(Path.GetDirectoryName(Path.GetFullPath(target))!)))
        {
            var whole = model.File.Whole;
            var copy = new Composition();
            copy.Add(whole);
            return Write(target, sideFile: null, copy);
        }
        if (model.File.InvalidTextAt is { } at)
            throw new OnnxFormatException(model.Path, null, $"the name at byte {at} is not UTF-8, and writing would change it; rename it first");

        var proto = model.Proto;
        SideFile? sideFile = null;
        if (external)
        {
            proto = proto.Clone();
            sideFile = WriteSideFile(model, proto, target);
        }
        try
        {
            return Write(target, sideFile, Expansion.Of(proto, model.Payloads));
        }
        catch
        {
            sideFile?.Dispose();
            throw;
        }
    }

    // Weights that are folded are read from files that the model doesn't name any more.
    private static void CheckApart(OnnxModel model, string target)
    {
        var named = model.ExternalDataFiles().Select(file => RealPath.Of(file.Path));
        if (model.External.IsReadFrom(target) || named.Contains(RealPath.Of(target)))
            throw new IOException($"{target}: can't be written: weights of {model.Path} are in it");
    }

    /// <exception cref="IOException">It is a folder or a device, or there is no such folder.</exception>
    public static void CheckTarget(string target)
    {
        if (string.IsNullOrEmpty(Path.GetFileName(target)) || Directory.Exists(target))
            throw new IOException($"{target}: can't be written: it is a folder; the path of a file expected");
        var folder = Path.GetDirectoryName(Path.GetFullPath(target))!;
        if (!Directory.Exists(folder)) throw new IOException($"{target}: can't be written: there is no folder '{folder}'");
        if (RealPath.Of(folder) == "/dev")
            throw new IOException($"{target}: can't be written: it is a device; the path of a file expected");
    }

    private static SideFile? WriteSideFile(OnnxModel model, ModelProto proto, string target)
    {
        var tensors = new List<(TensorProto, Payload)>();
        foreach (var tensor in ModelTensors.Of(proto).Where(IsExternal))
        {
            var payload = model.Read(tensor).Payload;
            if (payload.Length > 0) tensors.Add((tensor, payload));
            else MakeInline(tensor);
        }
        return tensors.Count == 0 ? null : SideFile.Write(target, tensors);
    }

    private static PendingFile Write(string target, SideFile? sideFile, Composition content)
    {
        var file = new TemporaryFile(target, content.Length);
        try
        {
            content.WriteTo(file.Write);
            file.Complete(replaced: target);
            return new(target, file, sideFile);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool IsExternal(TensorProto tensor) => tensor.DataLocation == (int)TensorLocation.External;

    private static void MakeInline(TensorProto tensor)
    {
        tensor.ClearDataLocation();
        tensor.ExternalData.Clear();
        tensor.RawData = ByteString.Empty;
    }
}
