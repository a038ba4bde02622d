using System.Collections.Immutable;
using BnFold.Onnx;
using Google.Protobuf;
using Microsoft.Win32.SafeHandles;

namespace BnFold.Data;

/// <summary>ONNX's file of one tensor, as in the data sets beside published models.</summary>
internal static class TensorProtoFile
{
    private const string Expected = "a TensorProto expected; sequences, optionals and models are not read as data";

    public static TensorFile Open(string path)
    {
        using var open = new OpenTensor(path);
        var (type, dims, _) = open.Tensor;
        return new(path, open.Proto.Name, type, dims, new Elements(path, type, dims));
    }

    /// <summary>
    /// A SequenceProto or OptionalProto begins like a tensor: its name stands where dims do, its kind where the element type does. What it
    /// holds stands where a tensor has its segment, which nothing writes.
    /// </summary>
    private static bool IsContainer(TensorProto proto) =>
        proto.Segment is not null || (IsEmpty(proto) && proto.Dims.Any(size => size != 0));

    private static bool IsEmpty(TensorProto proto) =>
        !proto.HasRawData && !TypedData.IsPresent(proto) && proto.StringData.Count == 0 && proto.ExternalData.Count == 0
        && !proto.Dims.Contains(0);

    private sealed class OpenTensor : IDisposable
    {
        private readonly SafeFileHandle _handle;
        private readonly ExternalData _external;

        public OpenTensor(string path)
        {
            _handle = InputFile.Open(path);
            _external = new(path);
            try
            {
                var payloads = new PayloadStore();
                Proto = TensorProto.Parser.ParseFrom(Skeleton.Scan(_handle, path, payloads, FieldKind.Tensor).Bytes);
                if (IsContainer(Proto)) throw new OnnxFormatException(path, null, $"holds something else than one tensor; {Expected}");
                Tensor = new TensorReader(path, payloads, _external).Read(Proto);
            }
            catch (Exception exception)
            {
                Dispose();
                if (exception is not InvalidProtocolBufferException) throw;
                throw new OnnxFormatException(path, null, $"is no ONNX tensor, or is damaged; {Expected}", exception);
            }
        }

        public TensorProto Proto { get; }

        public Tensor Tensor { get; }

        public void Dispose()
        {
            _external.Dispose();
            _handle.Dispose();
        }
    }

    private sealed class Elements(string path, ElementType type, ImmutableArray<long> dims) : TensorElements
    {
        public override void CopyTo(Span<byte> destination)
        {
            using var open = Reopen();
            open.Tensor.Payload.Read(0, destination);
        }

        public override IReadOnlyList<string> ReadStrings()
        {
            using var open = Reopen();
            return [.. open.Proto.StringData.Select(text => text.ToStringUtf8())];
        }

        private OpenTensor Reopen()
        {
            var open = new OpenTensor(path);
            if (open.Tensor.Type == type && open.Tensor.Dims.SequenceEqual(dims)) return open;
            open.Dispose();
            throw new OnnxFormatException(path, null, "changed while it was in use");
        }
    }
}
