namespace BnFold.Cli;

/// <summary>The shape of <see cref="Verifier.Compare"/>, so that commands can be tested without ONNX Runtime.</summary>
internal delegate VerificationReport CompareModels(
    string originalPath, string otherPath, VerifyOptions? options, IProgress<VerifyProgress>? progress, CancellationToken cancellation);
