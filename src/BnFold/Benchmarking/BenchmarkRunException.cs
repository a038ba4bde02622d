using BnFold.Runtime;

namespace BnFold.Benchmarking;

/// <summary>ONNX Runtime can't open or run a model that was to be timed.</summary>
internal sealed class BenchmarkRunException(string path, OrtException cause) : Exception($"{path}: {cause.Message}", cause);
