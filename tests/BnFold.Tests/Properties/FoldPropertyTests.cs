using System.Globalization;
using Xunit;

namespace BnFold.Tests.Properties;

/// <summary>
/// Random graphs, and what every fold promises. BNFOLD_SOAK=20000 runs that many more; BNFOLD_SEED=n repeats one graph.
/// </summary>
public sealed class FoldPropertyTests(ITestOutputHelper output)
{
    private const int FirstSeed = 1;
    private const int Usual = 500;

    [Fact]
    public void Every_fold_computes_the_same_and_keeps_its_promises()
    {
        var run = new PropertyRun(output.WriteLine);
        if (Number("BNFOLD_SEED") is { } seed)
            run.Repeat(seed);
        else
            run.Seeds(FirstSeed, Number("BNFOLD_SOAK") ?? Usual);
        run.Demand();
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
