namespace BnFold.Onnx;

/// <summary>
/// The payloads of one model. In a skeleton, a tensor's raw_data is either its bytes or a short reference to a payload kept here.
/// </summary>
internal sealed class PayloadStore
{
}
