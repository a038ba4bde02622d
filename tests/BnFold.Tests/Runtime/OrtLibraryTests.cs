using BnFold.Runtime;
using Xunit;

namespace BnFold.Tests.Runtime;

public sealed class OrtLibraryTests
{
    [Fact]
    public void Says_its_version() => Assert.True(OrtBinary.IsSupported(OrtLibrary.Version), OrtLibrary.Version);

    [Fact]
    public void Is_loaded_once()
    {
        Assert.NotEqual(0, OrtLibrary.Environment);
        Assert.Equal(OrtLibrary.Environment, OrtLibrary.Environment);
        Assert.Same(OrtLibrary.Api, OrtLibrary.Api);
    }

    [Theory]
    [InlineData("1.17.3", false)]
    [InlineData("1.18.0", true)]
    [InlineData("1.30.0", true)]
    [InlineData("1.31.0-dev.20260101", true)]
    [InlineData("0.99.0", false)]
    [InlineData("", false)]
    public void Knows_which_versions_have_the_functions_it_needs(string version, bool supported) =>
        Assert.Equal(supported, OrtBinary.IsSupported(version));
}
