namespace BnFold.Tests;

public sealed class SolutionTests
{
    [Xunit.Fact]
    public void Namespace_is_short() => Xunit.Assert.Equal("BnFold", typeof(OnnxFormatException).Namespace);
}
