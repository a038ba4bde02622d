namespace BnFold.Cli.Reports;

/// <summary>An input that both models were fed.</summary>
internal sealed record InputFacts
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<long> Dims { get; init; }

    /// <summary>What was given; in all other samples the input was random.</summary>
    public required IReadOnlyList<DataFacts> Files { get; init; }

    public static InputFacts Of(VerifyInput input) => new()
    {
        Name = input.Name,
        Type = input.Type,
        Dims = input.Dims,
        Files = [.. input.Files.Select(file => DataFacts.Of(file.Key, file.Value))],
    };

    public InputFacts WithDigests() => this with { Files = [.. Files.Select(file => file.WithDigest())] };
}
