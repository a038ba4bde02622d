namespace BnFold.Runtime;

/// <summary>How much ONNX Runtime may rewrite a graph before it runs it, numbered as its GraphOptimizationLevel.</summary>
internal enum OrtOptimizationLevel
{
    /// <summary>The graph runs as it is written: the only level at which a fold can be checked against its original.</summary>
    None = 0,
    Basic = 1,
    Extended = 2,

    /// <summary>Everything, which is also what ONNX Runtime does when it is told nothing.</summary>
    Default = 99,
}
