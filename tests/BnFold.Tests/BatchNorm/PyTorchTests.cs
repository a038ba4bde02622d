using System.Runtime.InteropServices;
using BnFold.Onnx;
using BnFold.Tests.Support;
using Xunit;

namespace BnFold.Tests.BatchNorm;

/// <summary>One training step and one eval pass of PyTorch's BatchNorm2d in float64, stored in models/.</summary>
public sealed class PyTorchTests
{
    private static readonly Dictionary<string, TensorFile> _run =
        TensorFile.OpenAll(Path.Combine(Sources.Root, "models", "batchnorm_train.npz")).ToDictionary(tensor => tensor.Name);

    private static readonly long[] _dims = [.. _run["x"].Dims];

    [Fact]
    public void Inference_is_its_eval_pass() =>
        AssertClose(Read("y_eval"), BatchNormReference.Infer<double>(Read("x"), _dims, Parameters()));

    [Fact]
    public void Training_is_its_training_step()
    {
        var training = BatchNormReference.Train(Read("x"), _dims, Parameters(), Read("momentum_onnx")[0]);

        AssertClose(Read("y_train"), training.Y);
        AssertClose(Read("batch_mean"), training.BatchMean);
        AssertClose(Read("batch_var"), training.BatchVariance);
        AssertClose(Read("mean_after"), training.RunningMean);
        AssertClose(Read("var_after"), training.RunningVariance);
    }

    /// <summary>PyTorch keeps the sample variance, ONNX the population's: m/(m−1) of the batch's share is between them.</summary>
    [Fact]
    public void Its_own_running_variance_divides_by_one_less()
    {
        var momentum = Read("momentum_onnx")[0];
        var training = BatchNormReference.Train(Read("x"), _dims, Parameters(), momentum);
        var m = Read("x").Length / (double)training.BatchMean.Length;

        var sample = Read("var").Zip(training.BatchVariance, (old, batch) => (old * momentum) + (batch * m / (m - 1) * (1 - momentum)));

        AssertClose(Read("var_after_torch"), [.. sample]);
        Assert.NotEqual(Read("var_after_torch")[0], training.RunningVariance[0], 1e-6);
    }

    [Fact]
    public void Backward_is_its_backward_pass()
    {
        var gradients = BatchNormReference.Backward(Read("x"), _dims, Parameters(), Read("dy"));

        AssertClose(Read("dx"), gradients.X);
        AssertClose(Read("dscale"), gradients.Scale);
        AssertClose(Read("dbias"), gradients.Bias);
    }

    private static BatchNormParameters Parameters() =>
        new(Read("scale"), Read("bias"), Read("mean"), Read("var")) { Epsilon = Read("epsilon")[0] };

    private static double[] Read(string name)
    {
        var file = _run[name];
        Assert.Equal(nameof(ElementType.Double), file.Type);
        var values = new double[file.Dims.Aggregate(1L, (product, dim) => product * dim)];
        file.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        var range = expected.Max(Math.Abs);
        Assert.Equal(expected, actual, (e, a) => Math.Abs(e - a) <= 1e-13 * range);
    }
}
