namespace BnFold;

/// <summary>Where the channels of an image, or of anything with positions, are.</summary>
public enum ChannelOrder
{
    /// <summary>Before the positions, as ONNX has them: NCHW.</summary>
    First,

    /// <summary>Behind the positions, as decoders of images give them: NHWC.</summary>
    Last,
}
