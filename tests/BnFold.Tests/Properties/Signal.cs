namespace BnFold.Tests.Properties;

/// <summary>A value of a graph under construction, with the shape it has when the graph runs.</summary>
internal sealed record Signal(string Name, long[] Dims)
{
    public int Rank => Dims.Length;

    public long Count => CountOf(Dims);

    public long Channels => Rank >= 2 ? Dims[1] : throw new MisfitException();

    public long[] Spatial => Rank >= 2 ? Dims[2..] : throw new MisfitException();

    public static long CountOf(long[] dims) => dims.Aggregate(1L, static (a, b) => a * b);
}
