using System.Globalization;
using BnFold.Cli.Tests.Support;
using BnFold.Cli.Text;
using Xunit;

namespace BnFold.Cli.Tests.Text;

public sealed class FoldTextTests
{
    [Theory]
    [InlineData(80_000, 94_000_000, true)]
    [InlineData(80_000, 170_000, false)]
    [InlineData(94_000_000, 95_000_000, false)]
    [InlineData(94_000_000, 80_000, false)]
    public void Explains_a_model_that_grew(long before, long after, bool isExplained)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var run = SampleRun.Of("m.onnx");
        new FoldText(new(output, TextWriter.Null), Verbosity.Normal).WriteResult(
            run with { Input = run.Input with { Bytes = before }, Output = run.Output with { Bytes = after } });
        Assert.Equal(isExplained, output.ToString().Contains("larger than before", StringComparison.Ordinal));
    }
}
