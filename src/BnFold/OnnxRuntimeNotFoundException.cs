namespace BnFold;

/// <summary>Verification needs ONNX Runtime and no usable copy of it was found. Folding works without.</summary>
public sealed class OnnxRuntimeNotFoundException : Exception
{
    /// <summary>Creates the exception; the message is one line: the problem, then the ways out.</summary>
    /// <param name="problem">What was looked for and what was wrong with it, as a whole sentence.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    public OnnxRuntimeNotFoundException(string problem, Exception? inner = null)
        : base($"{problem} Set BNFOLD_ONNXRUNTIME to the path of ONNX Runtime's native library, or reference the package "
            + "Microsoft.ML.OnnxRuntime, or use the bnfold tool, which brings its own.", inner)
    {
    }
}
