namespace BnFold.Runtime;

/// <summary>What is fed to an input.</summary>
/// <param name="Name">The input.</param>
/// <param name="Tensor">Stays the caller's.</param>
internal sealed record NamedTensor(string Name, OrtTensor Tensor);
