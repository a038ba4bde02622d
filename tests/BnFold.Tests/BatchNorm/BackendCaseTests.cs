using System.Globalization;
using Xunit;

namespace BnFold.Tests.BatchNorm;

/// <summary>The oracle against the test data that ONNX published with each version of the operator.</summary>
public sealed class BackendCaseTests(ITestOutputHelper output)
{
    // The suite itself compares with 1e-3 and 1e-7. Much of its data was computed in float32; the worst seen is 2.0e-7 beyond 1e-7.
    private const double RelativeTolerance = 5e-7;
    private const double AbsoluteTolerance = 1e-7;

    [Fact]
    public void Inference_matches_every_case()
    {
        var cases = Cases().Where(example => !example.HasTrainingModeInput && !example.Mode.IsTraining).ToArray();

        foreach (var example in cases) AssertClose(example, BatchNormReference.Infer(example.X.Values, example.X.Dims, example.Parameters));

        Assert.Equal([2, 6, 7, 8, 9, 11, 12, 13, 14, 15], cases.Select(example => example.Opset).Distinct().Order());
    }

    [Fact]
    public void Training_matches_every_case_of_a_released_opset()
    {
        var cases = Cases().Where(example => example.Mode.IsTraining && !example.HasTrainingModeInput).ToArray();

        foreach (var example in cases)
        {
            var training = Train(example);
            AssertClose(example, training.Y, training.RunningMean, training.RunningVariance);
        }

        Assert.Equal([14, 15], cases.Select(example => example.Opset).Distinct().Order());
    }

    /// <summary>
    /// Development versions on the way to opset 14: training_mode is a sixth input that rules over opset and outputs, and the
    /// outputs are Y, running mean, running variance, mean and variance of the batch.
    /// </summary>
    [Fact]
    public void Training_matches_the_sixth_input_of_development_versions()
    {
        foreach (var example in Development("hist/opset14_ir7_dev5out", count: 2)) AssertClose(example, FiveOutputs(Train(example)));
    }

    /// <summary>These cases were generated with the default epsilon in Y whatever the node's attribute says.</summary>
    [Fact]
    public void Training_matches_development_cases_that_ignore_epsilon()
    {
        foreach (var example in Development("hist/opset12_ir7_dev", count: 2))
        {
            var parameters = example.Parameters with { Epsilon = BatchNormParameters.DefaultEpsilon };
            AssertClose(example, FiveOutputs(BatchNormReference.Train(example.X.Values, example.X.Dims, parameters, example.Momentum)));
        }
    }

    /// <summary>
    /// The first cases of all: Y is inference with the statistics given, and those of the batch are one mean and one variance over
    /// all axes, channels included, so those of the flattened tensor.
    /// </summary>
    [Theory]
    [InlineData("hist/opset12_ir6_dev")]
    [InlineData("hist/opset12_ir6_dev5out")]
    public void Both_modes_match_the_mixture_of_the_first_development_cases(string folder)
    {
        foreach (var example in Development(folder, count: 2))
        {
            var (x, given) = (example.X, example.Parameters);
            var flat = BatchNormReference.Train(x.Values, [x.Values.Length], new([1], [0], [0], [0]), example.Momentum);
            AssertClose(
                example,
                BatchNormReference.Infer(x.Values, x.Dims, given),
                Running(given.Mean, flat.BatchMean[0], example.Momentum),
                Running(given.Variance, flat.BatchVariance[0], example.Momentum),
                flat.BatchMean,
                flat.BatchVariance);
        }
    }

    private static IReadOnlyList<BackendCase> Cases()
    {
        var zoo = Environment.GetEnvironmentVariable("BNFOLD_ZOO");
        if (!Directory.Exists(Path.Combine(zoo ?? "", "backend"))) Assert.Skip("BNFOLD_ZOO names no folder with backend/ in it");
        return BackendCase.All(zoo!);
    }

    private static BackendCase[] Development(string folder, int count)
    {
        var cases = Cases()
            .Where(example => example.HasTrainingModeInput && example.Name.StartsWith(folder + '/', StringComparison.Ordinal))
            .ToArray();
        Assert.Equal(count, cases.Length);
        Assert.All(cases, example => Assert.Equal([1], example.Input(5).Values));
        return cases;
    }

    private static BatchNormTraining Train(BackendCase example) =>
        BatchNormReference.Train(example.X.Values, example.X.Dims, example.Parameters, example.Momentum);

    private static double[][] FiveOutputs(BatchNormTraining training) =>
        [training.Y, training.RunningMean, training.RunningVariance, training.SavedMean, training.SavedVariance];

    private static double[] Running(double[] input, double current, double momentum) =>
        Array.ConvertAll(input, old => (old * momentum) + (current * (1 - momentum)));

    private void AssertClose(BackendCase example, params double[][] actual)
    {
        Assert.Equal(example.Outputs.Count, actual.Length);
        for (var k = 0; k < actual.Length; k++)
        {
            var expected = example.Outputs[k].Values;
            Assert.Equal(expected.Length, actual[k].Length);
            var difference = expected.Zip(actual[k], (e, a) => Math.Abs(e - a)).ToArray();
            var relative = expected.Zip(difference, (e, d) => Math.Max(0, d - AbsoluteTolerance) / Math.Abs(e)).Max();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{example.Name,-66} {example.Node.Output[k],-12} max |Δ| {difference.Max():0.0e+0}  relative beyond 1e-7 {relative:0.0e+0}"));
            Assert.True(relative <= RelativeTolerance, $"{example.Name}: {example.Node.Output[k]} is off by {relative:e1} of an element");
        }
    }
}
