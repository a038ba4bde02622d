using BnFold.Cli.Terminals;
using Xunit;

namespace BnFold.Cli.Tests.Terminals;

public sealed class PrintableTests
{
    [Fact]
    public void Shows_control_characters_instead_of_sending_them() => Assert.Equal(@"a\x1B[2Jb\x0A", Printable.Line("a\e[2Jb\n"));

    [Theory, InlineData(48), InlineData(49), InlineData(200)]
    public void Leaves_the_end_of_a_long_name(int length)
    {
        var name = new string('a', length - 3) + "end";
        Assert.Equal(length <= 48 ? name : "…" + new string('a', 44) + "end", Printable.Short(name));
    }
}
