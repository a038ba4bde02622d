namespace BnFold.Onnx;

/// <summary>Where a tensor's elements are, numbered as TensorProto.DataLocation.</summary>
internal enum TensorLocation
{
    /// <summary>In the message: raw_data or one of the typed fields.</summary>
    Default = 0,

    /// <summary>In another file, which external_data names; in a model being edited, in a payload that is to be written to one.</summary>
    External = 1,
}
