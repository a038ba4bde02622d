namespace BnFold.Onnx;

/// <summary>How a protobuf field is stored: the low three bits of its tag. Groups, 3 and 4, do not occur in ONNX.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}
