namespace BnFold.Walk;

/// <summary>What a user can do about a kept BatchNormalization.</summary>
internal static class SkipHints
{
    public static string? For(SkipReason reason) => reason switch
    {
        SkipReason.TrainingMode => "export the model in eval mode; or --assume-inference, if nobody reads the statistics it puts out",
        SkipReason.OverridableInitializer => "--freeze-inputs treats such initializers as constants, if no caller sets them",
        SkipReason.NotConstant => "export with constant parameters, or run a constant folder first",
        SkipReason.NeedsOnnxRuntime => "make ONNX Runtime available, or run a constant folder first",
        SkipReason.InvalidStatistics => "the statistics are broken: calibrate the model again",
        SkipReason.NotFinite => "fold the float32 model and convert it afterwards",
        SkipReason.OtherReaders => "--merge-branches makes parallel branches one Conv; --stand-in always leaves arithmetic in its place",
        SkipReason.GraphOutput => "drop that output, if nobody needs it",
        SkipReason.ShapeUnknown => "run shape inference on the model first",
        SkipReason.GraphInput or SkipReason.ScopeBoundary or SkipReason.OperatorBlocks or SkipReason.WrongAxis or SkipReason.Padding
            or SkipReason.NegativeScale or SkipReason.ShiftBlocked => "--stand-in always leaves arithmetic in its place, for runtimes that want no BatchNormalization",
        SkipReason.ChannelMismatch or SkipReason.MalformedNode => "the model is not valid as it is: check it with its exporter",
        SkipReason.InsideFunction => "inline the model's functions first",
        SkipReason.Quantized => "fold before quantization",
        _ => null,
    };
}
