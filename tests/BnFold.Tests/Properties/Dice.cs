namespace BnFold.Tests.Properties;

/// <summary>Every decision of a generated graph, from one seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>Both ends included.</summary>
    public int Int(int min, int max) => _random.Next(min, max + 1);

    public T Pick<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public double Between(double min, double max) => min + _random.NextDouble() * (max - min);

    /// <summary>Evenly spread over decades.</summary>
    public double Decades(double min, double max) => Math.Exp(Between(Math.Log(min), Math.Log(max)));

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    public static double[] Numbers(long count, Func<double> next)
    {
        var numbers = new double[count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = next();
        return numbers;
    }

    public int[] Permutation(int length)
    {
        int[] order = [.. Enumerable.Range(0, length)];
        _random.Shuffle(order);
        return order;
    }
}
