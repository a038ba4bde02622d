namespace BnFold;

/// <summary>What a comparison of two models came to.</summary>
public enum VerificationVerdict
{
    /// <summary>Outputs and every value that both compute differently are within their limits.</summary>
    Agrees,

    /// <summary>Something is beyond its limit, or the other model cannot be run where the original can.</summary>
    Differs,

    /// <summary>ONNX Runtime cannot run the original, or part of it, so nothing is known.</summary>
    NotPossible,
}
