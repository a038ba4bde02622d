namespace BnFold.Tests.BatchNorm;

/// <summary>Random problems, and indexing done the long way round: by coordinates instead of strides.</summary>
internal static class Shapes
{
    public static readonly long[][] Ranks1To5 = [[7], [6, 4], [5, 3, 2], [2, 3, 4, 5], [3, 2, 2, 3, 2]];

    public static int Elements(long[] dims) => (int)dims.Aggregate(1L, (product, dim) => product * dim);

    public static int Channels(long[] dims) => dims.Length == 1 ? 1 : (int)dims[1];

    /// <summary>Values around <paramref name="centre"/>, as far from it as <paramref name="spread"/>.</summary>
    public static double[] Random(Random random, int count, double centre = 0, double spread = 1)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = centre + (spread * ((2 * random.NextDouble()) - 1));
        return values;
    }

    public static BatchNormParameters Parameters(Random random, int features) =>
        new(Random(random, features, 0.5, 2), Random(random, features), Random(random, features), Random(random, features, 1.5, 1.4));

    /// <summary>Scale 1 and bias 0, so that Y is the normalised value itself.</summary>
    public static BatchNormParameters Plain(int features, double epsilon) => new(
        Enumerable.Repeat(1.0, features).ToArray(), new double[features], new double[features], Enumerable.Repeat(1.0, features).ToArray())
    {
        Epsilon = epsilon,
    };

    /// <summary>The parameters of one feature alone.</summary>
    public static BatchNormParameters Only(this BatchNormParameters all, int feature) =>
        new([all.Scale[feature]], [all.Bias[feature]], [all.Mean[feature]], [all.Variance[feature]]) { Epsilon = all.Epsilon };

    /// <summary>Positions of the elements of one channel, found from each element's coordinates.</summary>
    public static int[] PositionsOfChannel(long[] dims, int channel) =>
        [.. Enumerable.Range(0, Elements(dims)).Where(i => dims.Length == 1 || Coordinates(dims, i)[1] == channel)];

    /// <summary>Positions of one element of the sample in all samples.</summary>
    public static int[] PositionsOfElement(long[] dims, int element) =>
        [.. Enumerable.Range(0, (int)dims[0]).Select(n => (n * Elements(dims[1..])) + element)];

    public static double[] At(this double[] values, int[] positions) => [.. positions.Select(i => values[i])];

    private static long[] Coordinates(long[] dims, int position)
    {
        var coordinates = new long[dims.Length];
        long rest = position;
        for (var axis = dims.Length - 1; axis >= 0; axis--) (rest, coordinates[axis]) = Math.DivRem(rest, dims[axis]);
        return coordinates;
    }
}
