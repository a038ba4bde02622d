namespace BnFold;

/// <summary>Memory of a process that opened a model and ran it.</summary>
/// <param name="BaselineBytes">The most the process had held when ONNX Runtime was loaded and no session open yet.</param>
/// <param name="PeakBytes">The most it had held after the model ran; pages of files that are mapped count.</param>
public sealed record ProcessMemory(long BaselineBytes, long PeakBytes);
